/** HTTP by table: method x condition x range x encoding, from memory and from the store, and beside nginx. */
import { randomBytes } from "node:crypto";
import { inspect, isDeepStrictEqual } from "node:util";
import { gunzipSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { nginx, type Nginx, startNginx } from "../support/nginx.ts";
import { serveChunks, type Streaming } from "../support/streaming.ts";
import { type Answer, ask } from "../support/wire.ts";

const id = "semantics-test-song-1";
const segment = randomBytes(5_000);
const playlist = Buffer.from(`#EXTM3U\n${"#EXTINF:6.129,\n1.m4s\n".repeat(200)}`);
const files = { "1.m4s": segment, "media.m3u8": playlist };
const names = ["1.m4s", "media.m3u8"] as const;
type Name = (typeof names)[number];

/** Entity tags of the plain and the gzipped form; of a segment both are of the same. */
type Tags = { readonly plain: string; readonly gzip: string };
type Case = {
  readonly method: "GET" | "HEAD";
  readonly condition: string;
  readonly range: string;
  readonly coding: string;
};

const conditions: Readonly<Record<string, (tags: Tags) => Record<string, string>>> = {
  none: () => ({}),
  "has the plain one": ({ plain }) => ({ "If-None-Match": plain }),
  "has the gzipped one": ({ gzip }) => ({ "If-None-Match": gzip }),
  "has it, weakly": ({ plain }) => ({ "If-None-Match": `W/${plain}` }),
  "has one of a list": ({ plain }) => ({ "If-None-Match": `"other" , ${plain}` }),
  "has any": () => ({ "If-None-Match": "*" }),
  "has another": () => ({ "If-None-Match": '"other"' }),
  "had it last year": () => ({ "If-Modified-Since": "Wed, 21 Oct 2015 07:28:00 GMT" }),
  "wants the plain one": ({ plain }) => ({ "If-Match": plain }),
  "wants it, weakly": ({ plain }) => ({ "If-Match": `W/${plain}` }),
  "wants any": () => ({ "If-Match": "*" }),
  "wants another": () => ({ "If-Match": '"other"' }),
  "goes on with the plain one": ({ plain }) => ({ "If-Range": plain }),
  "goes on with the gzipped one": ({ gzip }) => ({ "If-Range": gzip }),
  "goes on with it, weakly": ({ plain }) => ({ "If-Range": `W/${plain}` }),
  "goes on with another": () => ({ "If-Range": '"other"' }),
  "goes on with one of 2015": () => ({ "If-Range": "Wed, 21 Oct 2015 07:28:00 GMT" }),
};

/** What is asked for, and what of a body of that size is sent: from, up to; nothing: 416. */
type Part = readonly [number, number] | "all" | "nothing";
const ranges: Readonly<Record<string, (size: number) => Part>> = {
  none: () => "all",
  "bytes=0-0": () => [0, 1],
  "bytes=10-19": () => [10, 20],
  "bytes=0-": (size) => [0, size],
  "bytes=30-99999999": (size) => [30, size],
  "bytes=-7": (size) => [size - 7, size],
  "bytes=-99999999": (size) => [0, size],
  "bytes=-0": () => "nothing",
  "bytes=99999999-": () => "nothing",
  "bytes=20-10": () => "all",
  "bytes=0-1,4-5": () => "all",
  "bytes=a-b": () => "all",
  "seconds=0-1": () => "all",
};

const codings: Readonly<Record<string, boolean>> = {
  none: false,
  gzip: true,
  "gzip;q=0": false,
  "identity;q=1, gzip;q=0.5": false,
};

const cases: readonly Case[] = (["GET", "HEAD"] as const).flatMap((method) =>
  Object.keys(conditions).flatMap((condition) =>
    Object.keys(ranges).flatMap((range) =>
      Object.keys(codings).map((coding) => ({ method, condition, range, coding })),
    ),
  ),
);

const headersOf = ({ condition, range, coding }: Case, tags: Tags): Record<string, string> => ({
  ...conditions[condition]?.(tags),
  ...(range !== "none" && { Range: range }),
  ...(coding !== "none" && { "Accept-Encoding": coding }),
});

const nameOf = ({ method, condition, range, coding }: Case): string =>
  `${method}, ${condition}, range ${range}, coding ${coding}`;

/** What matters of an answer, as one comparable value. */
const outline = ({ status, headers, body }: Answer) => ({
  status,
  length: status === 304 || status >= 400 ? "-" : headers["content-length"],
  range: headers["content-range"],
  coding: headers["content-encoding"],
  body: status >= 400 ? "-" : body.toString("base64"),
});

/** Cases that are not as expected: enough of them to see why. */
const differing = (
  found: ReadonlyMap<string, unknown>,
  expected: ReadonlyMap<string, unknown>,
): string[] =>
  [...expected]
    .filter(([name, value]) => !isDeepStrictEqual(found.get(name), value))
    .slice(0, 20)
    .map(([name, value]) => `${name}: ${inspect(found.get(name))}, not ${inspect(value)}`);

const tagsAt = async (url: string): Promise<Tags> => {
  const plain = (await ask(url)).headers.etag ?? "";
  const gzip = (await ask(url, { headers: { "Accept-Encoding": "gzip" } })).headers.etag ?? "";
  return { plain, gzip };
};

const askAll = async (url: string, tags: Tags, some = cases) => {
  const answers = new Map<string, Answer>();
  for (const one of some)
    answers.set(nameOf(one), await ask(url, { method: one.method, headers: headersOf(one, tags) }));
  return answers;
};

const outlines = (answers: ReadonlyMap<string, Answer>) =>
  new Map([...answers].map(([name, answer]) => [name, outline(answer)]));

/** What RFC 9110 wants, in the words of the table. */
const expectedOf = (one: Case, plain: Buffer, gzipped: Buffer | undefined) => {
  const zipped = gzipped !== undefined && codings[one.coding] === true;
  const body = zipped ? gzipped : plain;
  const mine = gzipped === undefined ? ["plain", "gzipped"] : [zipped ? "gzipped" : "plain"];
  const isMine = (what: string): boolean =>
    mine.some((form) => one.condition === `${what} the ${form} one`);
  const nothing = { length: "-", range: undefined, coding: undefined };

  const wantsAnother =
    one.condition === "wants another" ||
    one.condition === "wants it, weakly" ||
    (one.condition === "wants the plain one" && !isMine("wants"));
  if (wantsAnother) return { status: 412, ...nothing, body: "-" };

  const hasPlain = ["has it, weakly", "has one of a list"].includes(one.condition);
  if (isMine("has") || one.condition === "has any" || (hasPlain && mine.includes("plain")))
    return { status: 304, ...nothing, body: "" };

  const goesOn = one.condition.startsWith("goes on");
  const ranged = one.method === "GET" && !zipped && (!goesOn || isMine("goes on with"));
  const part = ranged ? (ranges[one.range]?.(body.length) ?? "all") : "all";
  if (part === "nothing")
    return { ...nothing, status: 416, range: `bytes */${body.length}`, body: "-" };
  const [start, end] = part === "all" ? [0, body.length] : part;
  return {
    status: part === "all" ? 200 : 206,
    length: String(end - start),
    range: part === "all" ? undefined : `bytes ${start}-${end - 1}/${body.length}`,
    coding: zipped ? "gzip" : undefined,
    body: one.method === "HEAD" ? "" : body.subarray(start, end).toString("base64"),
  };
};

const headOf = ({ headers }: Answer) => ({
  tag: headers.etag,
  caching: headers["cache-control"],
  vary: headers.vary,
  type: headers["content-type"],
  ranges: headers["accept-ranges"],
  sniff: headers["x-content-type-options"],
  origin: headers["access-control-allow-origin"],
  timing: headers["timing-allow-origin"],
  exposed: headers["access-control-expose-headers"]?.includes("Content-Range"),
  modified: headers["last-modified"],
});

const expectedHead = ({ status, headers }: Answer, name: Name, { plain, gzip }: Tags) => {
  const text = name === "media.m3u8";
  const always = { origin: "*", timing: "*", exposed: true, modified: undefined };
  const unchanged = {
    ...always,
    tag: headers.etag === gzip ? gzip : plain,
    caching: text ? "public, max-age=1, must-revalidate" : "public, max-age=31536000, immutable",
    vary: text ? "Accept-Encoding" : undefined,
    type: undefined,
    ranges: undefined,
    sniff: headers["x-content-type-options"],
  };
  if (status === 304) return unchanged;
  if (status < 300)
    return {
      ...unchanged,
      type: text ? "application/vnd.apple.mpegurl" : "audio/mp4",
      ranges: headers["content-encoding"] === undefined ? "bytes" : undefined,
      sniff: "nosniff",
    };
  return {
    ...always,
    tag: undefined,
    caching: "no-store",
    vary: undefined,
    type: "application/problem+json",
    ranges: undefined,
    sniff: "nosniff",
  };
};

describe.each([
  ["in memory", 64 * 1024 * 1024],
  ["in the store", 1],
])("a chunk that is %s", (_where, cacheBytes) => {
  let streaming: Streaming;
  beforeAll(async () => {
    streaming = await serveChunks({ cacheBytes });
    for (const name of names) await streaming.store.chunks.insert(id, name, files[name]);
  });
  afterAll(() => streaming.stop());

  test.each(names)("%s is answered as RFC 9110 has it, in every case", async (name) => {
    const url = `${streaming.url}${id}/${name}`;
    const plain = files[name];
    const zipped = await ask(url, { headers: { "Accept-Encoding": "gzip" } });
    const gzipped = name === "media.m3u8" ? zipped.body : undefined;
    expect(gzipped ? gunzipSync(gzipped) : plain).toEqual(plain);
    const tags = await tagsAt(url);
    const answers = await askAll(url, tags);
    const expected = new Map(
      cases.map((one) => [nameOf(one), expectedOf(one, plain, gzipped)] as const),
    );
    expect(differing(outlines(answers), expected)).toEqual([]);
  });

  test.each(names)("%s says everywhere what caches and pages need to know", async (name) => {
    const url = `${streaming.url}${id}/${name}`;
    const tags = await tagsAt(url);
    expect(tags.plain).toMatch(/^"[\w-]{22}"$/);
    expect(tags.gzip === tags.plain).toBe(name === "1.m4s");
    const answers = await askAll(url, tags);
    const found = new Map([...answers].map(([what, answer]) => [what, headOf(answer)]));
    const expected = new Map(
      [...answers].map(([what, answer]) => [what, expectedHead(answer, name, tags)]),
    );
    expect(differing(found, expected)).toEqual([]);
  });

  test("a request's id comes back with it", async () => {
    const headers = { "X-Call-Id": "call-1" };
    const answer = await ask(`${streaming.url}${id}/1.m4s`, { headers });
    expect(answer.headers["x-call-id"]).toBe("call-1");
  });

  test("a query changes nothing", async () => {
    expect((await ask(`${streaming.url}${id}/1.m4s?v=1`)).body).toEqual(segment);
  });
});

describe.skipIf(nginx === undefined)("beside nginx", () => {
  let streaming: Streaming;
  let other: Nginx;
  beforeAll(async () => {
    streaming = await serveChunks();
    for (const name of names) await streaming.store.chunks.insert(id, name, files[name]);
    const zipped = await ask(`${streaming.url}${id}/media.m3u8`, {
      headers: { "Accept-Encoding": "gzip" },
    });
    other = await startNginx(nginx ?? "", { ...files, "media.m3u8.gz": zipped.body });
  });
  afterAll(async () => {
    await streaming.stop();
    await other.stop();
  });

  /** Where nginx does what RFC 9110 does not ask for, and we do not. */
  const differs = ({ method, condition, range, coding }: Case): boolean =>
    // It takes a HEAD's range (14.2: only a GET has one).
    (method === "HEAD" && range !== "none") ||
    // It answers several ranges in parts, and refuses what is malformed; both may be ignored (14.2).
    ["bytes=20-10", "bytes=0-1,4-5", "bytes=a-b"].includes(range) ||
    // A file has a date; what is in a database has none.
    condition === "had it last year" ||
    // It does not look at what a client likes better (12.5.3).
    coding === "identity;q=1, gzip;q=0.5";

  test.each(names)("%s is answered alike where both are right", async (name: Name) => {
    const mine = `${streaming.url}${id}/${name}`;
    const theirs = `${other.url}${name}`;
    const some = cases.filter((one) => !differs(one));
    const found = outlines(await askAll(mine, await tagsAt(mine), some));
    const expected = outlines(await askAll(theirs, await tagsAt(theirs), some));
    expect(expected.size).toBeGreaterThan(500);
    expect(differing(found, expected)).toEqual([]);
  });
});
