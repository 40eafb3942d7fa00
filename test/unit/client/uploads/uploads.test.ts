import { describe, expect, test } from "vitest";
import type { Problem, Song } from "../../../../api-client/contract.ts";
import { NotSegue, SegueError, ServerAway } from "../../../../api-client/errors.ts";
import type { Ports, SendOptions } from "../../../../client/uploads/ports.ts";
import { tallyOf, type UploadState } from "../../../../client/uploads/upload.ts";
import { openText, tallyText } from "../../../../client/uploads/tally-text.ts";
import { createUploads, type Uploads } from "../../../../client/uploads/uploads.ts";
import { settled } from "../../../support/settled.ts";
import { song } from "../playback/stand-in.ts";

const refused = (slug: string, status: number): SegueError =>
  new SegueError({ type: `urn:segue:problem:${slug}` as Problem["type"], status, title: "No." });

type Sending = SendOptions & {
  readonly file: File;
  answer(song: Song): void;
  fail(error: Error): void;
};

type Rig = {
  readonly uploads: Uploads;
  /** Under way now, by file name. */
  sending(name: string): Sending;
  /** Ids that sending went on with; one for each time that it began. */
  readonly halves: (string | undefined)[];
  readonly discarded: string[];
  /** Ids of failed songs whose new file has come. */
  readonly replaced: string[];
  /** Lets the clock go on by so many milliseconds. */
  pass(time: number): void;
  /** The server may be there again. */
  reconnect(): void;
  signIn(): void;
  states(): string[];
};

const rigWith = (
  present: Readonly<Record<string, Song>> = {},
  looks: Readonly<Record<string, Song>> = {},
): Rig => {
  const active = new Map<string, Sending>();
  const halves: (string | undefined)[] = [];
  const discarded: string[] = [];
  const replaced: string[] = [];
  let time = 0;
  let reconnected = Promise.withResolvers<void>();
  let signedIn = Promise.withResolvers<void>();
  const ports: Ports = {
    find: async ({ name }) => present[name],
    send: (file, options) => {
      const { promise, resolve, reject } = Promise.withResolvers<Song>();
      halves.push(options.half);
      options.signal.addEventListener("abort", () => reject(options.signal.reason as Error));
      active.set(file.name, { ...options, file, answer: resolve, fail: reject });
      return promise.finally(() => active.delete(file.name));
    },
    untilWorthTrying: () => reconnected.promise,
    untilSignedIn: () => signedIn.promise,
    discard: (id) => discarded.push(id),
    removeReplaced: ({ id }) => replaced.push(id),
    look: async (id) => looks[id],
    now: () => time,
  };
  const uploads = createUploads(ports);
  return {
    uploads,
    sending(name) {
      const found = active.get(name);
      if (!found) throw new Error(`${name} is not being sent.`);
      return found;
    },
    halves,
    discarded,
    replaced,
    pass: (by) => void (time += by),
    reconnect() {
      reconnected.resolve();
      reconnected = Promise.withResolvers();
    },
    signIn() {
      signedIn.resolve();
      signedIn = Promise.withResolvers();
    },
    states: () => uploads.list.value.map(({ state }) => state.value.is),
  };
};

const file = (name: string, size = 1_000): File =>
  new File([new Uint8Array(size)], name, { lastModified: 1 });

const stateOf = ({ uploads }: Rig, index = 0): UploadState | undefined =>
  uploads.list.value[index]?.state.value;

describe("uploading", () => {
  test("sends two files at a time, and the next when one is there", async () => {
    const rig = rigWith();
    rig.uploads.add([file("a.mp3"), file("b.mp3"), file("c.mp3")]);
    await settled();
    expect(rig.states()).toEqual(["uploading", "uploading", "waiting"]);
    rig.sending("b.mp3").answer(song("b", { state: "processing" }));
    await settled();
    expect(rig.states()).toEqual(["uploading", "processing", "uploading"]);
  });

  test("tells how far it is and how fast it goes", async () => {
    const rig = rigWith();
    rig.uploads.add([file("a.mp3", 10_000)]);
    await settled();
    rig.pass(1_000);
    rig.sending("a.mp3").onProgress(4_000);
    expect(stateOf(rig)).toEqual({ is: "uploading", sent: 4_000, rate: 4_000 });
    expect(tallyOf(rig.uploads.list.value)).toEqual({
      all: 1,
      added: 0,
      failed: 0,
      left: 0,
      pending: 1,
      share: 0.4,
    });
  });

  test("shows progress four times a second at most, but always its end", async () => {
    const rig = rigWith();
    rig.uploads.add([file("a.mp3")]);
    await settled();
    rig.pass(100);
    rig.sending("a.mp3").onProgress(500);
    expect(stateOf(rig)).toMatchObject({ sent: 0 });
    rig.sending("a.mp3").onProgress(1_000);
    expect(stateOf(rig)).toMatchObject({ sent: 1_000 });
  });

  test("follows a song until it is ready, or failed with its reason", async () => {
    const rig = rigWith();
    rig.uploads.add([file("a.mp3"), file("b.mp3")]);
    await settled();
    rig.sending("a.mp3").answer(song("a", { state: "processing" }));
    rig.sending("b.mp3").answer(song("b", { state: "processing" }));
    await settled();
    const reason = refused("no-sound", 422).problem;
    rig.uploads.note([song("a"), song("b", { state: "failed", reason, title: "b.mp3" })]);
    expect(stateOf(rig, 0)).toEqual({ is: "done", id: "a" });
    expect(stateOf(rig, 1)).toMatchObject({
      is: "failed",
      text: "No sound found in “b.mp3”.",
      remedy: "replace",
    });
  });

  test("says that the library has a file already, and sends it when it is wanted anyway", async () => {
    const rig = rigWith({ "a.mp3": song("a") });
    rig.uploads.add([file("a.mp3")]);
    await settled();
    expect(stateOf(rig)).toMatchObject({ is: "present", song: { id: "a" } });
    const [first] = rig.uploads.list.value;
    if (first) rig.uploads.again(first);
    await settled();
    expect(rig.states()).toEqual(["uploading"]);
  });

  test("waits for a server that is away, and goes on with what had come", async () => {
    const rig = rigWith();
    rig.uploads.add([file("a.mp3")]);
    await settled();
    rig.sending("a.mp3").onProgress(300);
    rig.sending("a.mp3").onId("half");
    rig.sending("a.mp3").fail(new ServerAway("No answer."));
    await settled();
    expect(rig.states()).toEqual(["offline"]);
    rig.reconnect();
    await settled();
    expect([rig.states(), rig.halves]).toEqual([["offline"], [undefined, "half"]]);
    rig.sending("a.mp3").onProgress(50);
    expect(stateOf(rig)).toMatchObject({ is: "uploading", sent: 50 });
  });

  test("pauses, and goes on where it was", async () => {
    const rig = rigWith();
    rig.uploads.add([file("a.mp3")]);
    await settled();
    rig.sending("a.mp3").onId("half");
    rig.pass(1_000);
    rig.sending("a.mp3").onProgress(300);
    const [first] = rig.uploads.list.value;
    if (!first) throw new Error("It is not there.");
    rig.uploads.pause(first);
    await settled();
    expect(stateOf(rig)).toEqual({ is: "paused", sent: 300 });
    rig.uploads.again(first);
    await settled();
    expect([rig.states(), rig.halves]).toEqual([["uploading"], [undefined, "half"]]);
  });

  test("goes on with what another page had sent of the same file", async () => {
    const rig = rigWith({ "a.mp3": song("half", { state: "uploading" }) });
    rig.uploads.add([file("a.mp3")]);
    await settled();
    expect([rig.states(), rig.halves]).toEqual([["uploading"], ["half"]]);
  });

  test("says which file was half sent before a reload, and how far it had come", async () => {
    const half = song("half", { state: "uploading", uploaded: 380 });
    const rig = rigWith({ "a.mp3": half }, { half });
    const left = { name: "a.mp3", size: 1_000 };
    rig.uploads.recall([
      { ...left, id: "half" },
      { ...left, id: "gone" },
    ]);
    expect(rig.states()).toEqual(["left", "left"]);
    await settled();
    expect(stateOf(rig)).toEqual({ is: "left", sent: 380 });
    expect(rig.uploads.list.value).toHaveLength(1);
    rig.uploads.add([file("a.mp3")]);
    await settled();
    expect([rig.states(), rig.halves]).toEqual([["uploading"], ["half"]]);
  });

  test("leaves nothing on the server of what is taken off the list half sent", async () => {
    const rig = rigWith();
    rig.uploads.add([file("a.mp3"), file("b.mp3")]);
    await settled();
    rig.sending("a.mp3").onId("half");
    rig.sending("b.mp3").onId("whole");
    rig.sending("b.mp3").answer(song("whole"));
    await settled();
    for (const upload of rig.uploads.list.value) rig.uploads.drop(upload);
    expect(rig.discarded).toEqual(["half"]);
  });

  test("leaves on the server what another page sends, be it taken off the list here", () => {
    const rig = rigWith();
    rig.uploads.recall([{ id: "x", name: "a.mp3", size: 1_000 }]);
    for (const upload of rig.uploads.list.value) rig.uploads.drop(upload);
    expect(rig.discarded).toEqual([]);
  });

  test("does not ask for a file again that another page has sent meanwhile", async () => {
    const half = song("x", { state: "uploading", uploaded: 380 });
    const rig = rigWith({}, { x: half });
    rig.uploads.recall([{ id: "x", name: "a.mp3", size: 1_000 }]);
    await settled();
    rig.uploads.note([{ ...half, uploaded: 800 }]);
    expect(stateOf(rig)).toEqual({ is: "left", sent: 800 });
    rig.uploads.note([song("x", { state: "processing" })]);
    expect(rig.states()).toEqual([]);
  });

  test("goes on after signing in", async () => {
    const rig = rigWith();
    rig.uploads.add([file("a.mp3")]);
    await settled();
    rig.sending("a.mp3").fail(refused("token-needed", 401));
    await settled();
    expect(rig.states()).toEqual(["signed-out"]);
    rig.signIn();
    await settled();
    expect(rig.states()).toEqual(["uploading"]);
  });

  test("says what is wrong with a file, and takes another in its place", async () => {
    const rig = rigWith();
    rig.uploads.add([file("notes.mp3")]);
    await settled();
    rig.sending("notes.mp3").fail(refused("not-audio", 415));
    await settled();
    expect(stateOf(rig)).toMatchObject({
      text: "No sound found in “notes.mp3”.",
      remedy: "replace",
    });
    const [first] = rig.uploads.list.value;
    if (first) rig.uploads.replace(first, file("song.mp3"));
    await settled();
    expect(rig.sending("song.mp3").file.name).toBe("song.mp3");
  });

  test("leaves a failed song where it is until a file in its place is with the server", async () => {
    const rig = rigWith();
    rig.uploads.add([file("a.mp3")], song("old", { state: "failed" }));
    await settled();
    rig.sending("a.mp3").fail(refused("not-audio", 415));
    await settled();
    const [first] = rig.uploads.list.value;
    if (first) rig.uploads.replace(first, file("b.mp3"));
    await settled();
    rig.sending("b.mp3").fail(new ServerAway("No answer."));
    await settled();
    expect(rig.replaced).toEqual([]);
    rig.reconnect();
    await settled();
    rig.sending("b.mp3").answer(song("b", { state: "processing" }));
    await settled();
    expect(rig.replaced).toEqual(["old"]);
  });

  test("leaves a failed song where it is when the file in its place fails as well, or is there already", async () => {
    const rig = rigWith({ "b.mp3": song("b") });
    const reason = refused("no-sound", 422).problem;
    rig.uploads.add([file("a.mp3")], song("old", { state: "failed" }));
    rig.uploads.add([file("b.mp3")], song("older", { state: "failed" }));
    await settled();
    rig.sending("a.mp3").answer(song("a", { state: "failed", reason }));
    await settled();
    expect([rig.states(), rig.replaced]).toEqual([["failed", "present"], []]);
  });

  test("stops where the server is full, and goes on when told to", async () => {
    const rig = rigWith();
    rig.uploads.add([file("a.mp3")]);
    await settled();
    rig.sending("a.mp3").fail(refused("store-full", 507));
    await settled();
    expect(stateOf(rig)).toMatchObject({
      text: "The server is full. Free some space, then resume.",
      remedy: "resume",
    });
    const [first] = rig.uploads.list.value;
    if (first) rig.uploads.again(first);
    await settled();
    expect(rig.states()).toEqual(["uploading"]);
  });

  test("does not wait for a server where a proxy refuses", async () => {
    const rig = rigWith();
    rig.uploads.add([file("a.mp3")]);
    await settled();
    rig.sending("a.mp3").fail(new NotSegue("413", 413));
    await settled();
    expect(stateOf(rig)).toMatchObject({ is: "failed", remedy: "again" });
  });

  test("refuses an empty file without asking the server", async () => {
    const rig = rigWith();
    rig.uploads.add([file("a.mp3", 0)]);
    await settled();
    expect(stateOf(rig)).toMatchObject({ is: "failed", text: "“a.mp3” is empty." });
    expect(rig.halves).toEqual([]);
  });

  test("lets go of a file at once, and goes on with the next", async () => {
    const rig = rigWith();
    rig.uploads.add([file("a.mp3"), file("b.mp3"), file("c.mp3")]);
    await settled();
    const { signal } = rig.sending("a.mp3");
    const [first] = rig.uploads.list.value;
    if (first) rig.uploads.drop(first);
    await settled();
    expect(signal.aborted).toBe(true);
    expect(rig.uploads.list.value.map((upload) => upload.file.name)).toEqual(["b.mp3", "c.mp3"]);
    expect(rig.states()).toEqual(["uploading", "uploading"]);
  });

  test("takes a file once that is dropped twice while it is under way", async () => {
    const rig = rigWith();
    rig.uploads.add([file("a.mp3")]);
    rig.uploads.add([file("a.mp3"), file("b.mp3")]);
    expect(rig.uploads.list.value).toHaveLength(2);
  });

  test("takes what went well off the list, and leaves what somebody has to see", async () => {
    const half = song("x", { state: "uploading", uploaded: 380 });
    const rig = rigWith({ "a.mp3": song("a") }, { x: half });
    rig.uploads.recall([{ id: "x", name: "d.mp3", size: 1_000 }]);
    rig.uploads.add([file("a.mp3"), file("b.mp3"), file("c.mp3", 0)]);
    await settled();
    rig.uploads.tidy();
    expect(rig.states()).toEqual(["left", "uploading", "failed"]);
    rig.uploads.clear();
    expect(rig.states()).toEqual(["uploading"]);
  });

  test("says what is half sent, alone and beside what is added", () => {
    const left = { all: 0, added: 0, failed: 0, left: 1, pending: 0, share: 0 };
    expect(tallyText(left)).toBe("1 file half sent: choose it again");
    expect(openText(left)).toBeUndefined();
    const more = { ...left, all: 3, added: 3, failed: 1, left: 2 };
    expect(tallyText(more)).toBe("3 songs added");
    expect(openText(more)).toBe("1 file not added · 2 files half sent: choose them again");
  });
});
