import { once } from "node:events";
import { PassThrough } from "node:stream";
import type { Request } from "express";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { bodyOf } from "../../../functions/crud/body.ts";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

test("a sender that is silent for 30 s is told so, and its connection is left open for that", async () => {
  const request = new PassThrough();
  const body = bodyOf(request as unknown as Request);
  request.write("begin");
  expect(String((await body.next()).value)).toBe("begin");
  await vi.advanceTimersByTimeAsync(60_000);
  const next = body.next().catch((error: unknown) => error);
  await vi.advanceTimersByTimeAsync(30_000);
  expect(await next).toMatchObject({ slug: "upload-stalled" });
  expect(request.destroyed).toBe(false);
});

test("a sender is silent only while it is waited for", async () => {
  const request = new PassThrough();
  const body = bodyOf(request as unknown as Request);
  for (const text of ["one", "two"]) {
    const next = body.next();
    await vi.advanceTimersByTimeAsync(29_000);
    request.write(text);
    expect(String((await next).value)).toBe(text);
  }
});

test("a line that breaks is an upload that was interrupted", async () => {
  const request = new PassThrough();
  const body = bodyOf(request as unknown as Request);
  const next = body.next().catch((error: unknown) => error);
  request.destroy();
  await once(request, "close");
  expect(await next).toMatchObject({ slug: "upload-interrupted" });
});
