import { expect, test } from "vitest";
import { SegueError, ServerAway } from "../../../api-client/errors.ts";
import type { ProblemSlug } from "../../../api-client/contract.ts";
import { stopsEverything, toFailure } from "../../../api-client/cli/failure.ts";

const ofSystem = (code: string): Error => Object.assign(new Error(code), { code, path: "/a" });

const refused = (slug: ProblemSlug, status: number): SegueError =>
  new SegueError({ type: `urn:segue:problem:${slug}`, status, title: "No." });

test.each([
  ["a disk that is full", ofSystem("ENOSPC")],
  ["a server that is away", new ServerAway("Nobody.")],
  ["a server that is full", refused("store-full", 507)],
  ["a library that is full", refused("quota-reached", 507)],
  ["a token that is missing", refused("token-needed", 401)],
])("%s stops all the rest", (_, error) => {
  expect(stopsEverything(toFailure(error))).toBe(true);
});

test.each([
  ["a file that is not there", ofSystem("ENOENT")],
  ["a file that is no music", refused("not-audio", 415)],
])("%s stops nothing else", (_, error) => {
  expect(stopsEverything(toFailure(error))).toBe(false);
});
