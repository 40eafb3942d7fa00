import { describe, expect, test } from "vitest";
import { indexFirst, mp4Layout } from "../../../functions/core/audio/mp4.ts";
import { made, run } from "../../support/sound.ts";

const sourceOf = (file: Uint8Array, size = file.length) => ({
  size,
  read: async (start: number, end: number) => file.subarray(start, Math.min(end, size)),
  async *range(start: number, end: number) {
    yield file.subarray(start, end);
  },
});

const m4a = (movflags: string): Promise<Buffer> =>
  made(`-f lavfi -i sine=440:d=20:r=44100 -c:a aac -movflags ${movflags}`, "m4a");

const frames = async (file: Uint8Array): Promise<string> =>
  String(
    await run(
      "ffmpeg",
      ["-v", "error", "-f", "mov", "-i", "pipe:0", "-c", "copy", "-f", "framemd5", "pipe:1"],
      file,
    ),
  );

describe("an m4a", () => {
  test("with its index in front is read as it is", async () => {
    const file = await m4a("+faststart");
    expect(await mp4Layout(sourceOf(file, 2_000), false)).toEqual({ kind: "index-first" });
  });

  test("with its index at the end waits for it, then gives the same frames by a pipe", async () => {
    const file = await m4a("+use_metadata_tags");
    expect(await mp4Layout(sourceOf(file, 5_000), false)).toEqual({ kind: "waits" });
    const layout = await mp4Layout(sourceOf(file), true);
    if (layout.kind !== "index-last") throw new Error(layout.kind);
    const pieces: Uint8Array[] = [];
    for await (const piece of indexFirst(sourceOf(file), layout)) pieces.push(piece);
    const moved = Buffer.concat(pieces);
    expect(moved).toHaveLength(file.length);
    expect(moved.indexOf("moov")).toBeLessThan(moved.indexOf("mdat"));
    // A pipe cannot be read backwards: that ffmpeg finds every frame shows that the index is right.
    const front = await m4a("+faststart");
    expect(await frames(moved)).toBe(await frames(front));
  });

  test("whose index never came has none", async () => {
    const file = await m4a("+use_metadata_tags");
    expect(await mp4Layout(sourceOf(file.subarray(0, 20_000)), true)).toEqual({ kind: "missing" });
  });

  test.each([
    ["a box that is its own follower", Buffer.from([0, 0, 0, 0, ...Buffer.from("mdat")])],
    ["a box shorter than its header", Buffer.from([0, 0, 0, 3, ...Buffer.from("ftyp")])],
    ["half a header", Buffer.from([0, 0, 0])],
  ])("that is %s ends the search", async (_, bytes) => {
    expect(await mp4Layout(sourceOf(bytes), true)).toEqual({ kind: "missing" });
  });
});
