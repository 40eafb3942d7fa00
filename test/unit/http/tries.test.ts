import type { IncomingMessage } from "node:http";
import { describe, expect, test } from "vitest";
import { clientNetwork } from "../../../functions/core/http/client-address.ts";
import { createTries } from "../../../functions/core/http/tries.ts";

const from = (remoteAddress: string, forwarded?: string): string =>
  clientNetwork({
    socket: { remoteAddress },
    headers: { ...(forwarded !== undefined && { "x-forwarded-for": forwarded }) },
  } as unknown as IncomingMessage);

describe("who asks", () => {
  test.each([
    ["is who is connected", "203.0.113.7", undefined, "203.0.113.7"],
    ["is who the proxy beside it has seen", "127.0.0.1", "203.0.113.7", "203.0.113.7"],
    ["is not who he says he is", "127.0.0.1", "10.0.0.1, 203.0.113.7", "203.0.113.7"],
    ["cannot say it without a proxy", "203.0.113.7", "198.51.100.1", "203.0.113.7"],
    ["has no port", "127.0.0.1", "203.0.113.7:5000", "203.0.113.7"],
    ["has no port by IPv6", "::1", "[2001:db8::1]:5000", "2001:db8:0:0"],
    ["is a network by IPv6", "::ffff:127.0.0.1", "2001:db8:0:0:9:8:7:6", "2001:db8:0:0"],
    ["is a network by IPv6, however it is written", "::1", "2001:0DB8::1", "2001:db8:0:0"],
    ["is another network", "::1", "2001:db8:0:1::1", "2001:db8:0:1"],
    ["is this machine", "127.0.0.1", undefined, "127.0.0.1"],
    ["is anything that a proxy may write", "127.0.0.1", "unknown", "unknown"],
    ["is short", "127.0.0.1", "x".repeat(5_000), "x".repeat(64)],
  ])("%s", (_what, peer, forwarded, expected) => expect(from(peer, forwarded)).toBe(expected));
});

describe("wrong tokens", () => {
  test("are told after how long the next may come, and forgotten then", () => {
    let now = 0;
    const tries = createTries(() => now);
    for (let n = 0; n < 10; n++) {
      tries.check("a");
      tries.failed("a", `guess ${n}`);
      now += 1_000;
    }
    expect(() => tries.check("a")).toThrow("Try again in 50 s.");
    expect(() => tries.check("b")).not.toThrow();
    now = 60_000;
    expect(() => tries.check("a")).not.toThrow();
  });

  test("count once each: a page whose token was changed is no burglar", () => {
    const tries = createTries(() => 0);
    for (let n = 0; n < 100; n++) tries.failed("a", `token ${n % 9}`);
    expect(() => tries.check("a")).not.toThrow();
    tries.failed("a", "another");
    expect(() => tries.check("a")).toThrow("Try again in 60 s.");
  });

  test("of very many addresses are not all remembered", () => {
    const tries = createTries(() => 0);
    for (let n = 0; n < 10; n++) tries.failed("first", `guess ${n}`);
    for (let n = 0; n < 10_000; n++) tries.failed(`address ${n}`, "guess");
    expect(() => tries.check("first")).not.toThrow();
  });
});
