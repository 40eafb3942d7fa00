import { describe, expect, test } from "vitest";
import { gatherEntries, gatherFiles, isMusic, leftOut } from "../../../../client/uploads/gather.ts";

const file = (name: string, type = ""): File => new File(["x"], name, { type });
const names = (files: readonly File[]): string[] => files.map(({ name }) => name);

describe("what is gathered", () => {
  test("is music by its ending or by what the system says", () => {
    expect(isMusic({ name: "a.FLAC", type: "" })).toBe(true);
    expect(isMusic({ name: "no ending", type: "audio/mpeg" })).toBe(true);
    expect(isMusic({ name: "cover.jpg", type: "image/jpeg" })).toBe(false);
    expect(isMusic({ name: "list.m3u", type: "audio/x-mpegurl" })).toBe(false);
    expect(isMusic({ name: "mp3", type: "" })).toBe(true);
  });

  test("comes in the order of its numbers", () => {
    const { music } = gatherFiles([file("10 c.mp3"), file("2 b.mp3"), file("1 a.mp3")]);
    expect(names(music)).toEqual(["1 a.mp3", "2 b.mp3", "10 c.mp3"]);
  });

  test("is without what systems leave in folders", () => {
    const { music, others } = gatherFiles([file(".DS_Store"), file("._1.mp3"), file("1.mp3")]);
    expect([names(music), others]).toEqual([["1.mp3"], []]);
  });

  test("has the likeliest picture of its folder for a cover, or the one above its disc", () => {
    const at = (path: string): File => {
      const made = file(path.split("/").at(-1) ?? "");
      Object.defineProperty(made, "webkitRelativePath", { value: path });
      return made;
    };
    const paths = ["a/1.mp3", "a/CD 2/2.mp3", "a/front.png", "a/Cover.jpg", "b/3.mp3", "b/me.jpg"];
    const { music, covers, others } = gatherFiles(paths.map(at));
    expect(music.map((one) => [one.name, covers.get(one)?.name])).toEqual([
      ["1.mp3", "Cover.jpg"],
      ["2.mp3", "Cover.jpg"],
      ["3.mp3", undefined],
    ]);
    expect(others).toEqual(["front.png", "me.jpg"]);
  });

  test("is all that can be read of a folder, and what cannot is named", async () => {
    const entry = (fullPath: string, isReadable = true): FileSystemEntry => {
      const name = fullPath.split("/").at(-1) ?? "";
      const read = (resolve: FileCallback, reject: ErrorCallback): void =>
        isReadable ? resolve(file(name)) : reject(new DOMException("Gone.", "NotFoundError"));
      return { isFile: true, name, fullPath, file: read } as unknown as FileSystemEntry;
    };
    const folder = (fullPath: string, within?: FileSystemEntry[]): FileSystemEntry => {
      const parts = [within ?? [], []];
      const readEntries = (resolve: FileSystemEntriesCallback, reject: ErrorCallback): void =>
        within
          ? resolve(parts.shift() ?? [])
          : reject(new DOMException("Locked.", "NotReadableError"));
      const createReader = () => ({ readEntries });
      return {
        isFile: false,
        name: fullPath.split("/").at(-1),
        fullPath,
        createReader,
      } as unknown as FileSystemEntry;
    };
    const album = folder("/a", [entry("/a/2.mp3"), entry("/a/1.mp3", false), folder("/a/locked")]);
    const { music, unread } = await gatherEntries([album, entry("/3.mp3")]);
    expect([names(music), unread]).toEqual([
      ["3.mp3", "2.mp3"],
      ["1.mp3", "locked"],
    ]);
  });

  test("is told once, whatever was left out", () => {
    const all = { music: [file("a.mp3")], others: [], unread: [] };
    expect(leftOut({ ...all, music: [] })).toBe("There is no music in it.");
    expect(leftOut(all)).toBeUndefined();
    expect(leftOut({ ...all, others: ["a.jpg"] })).toBe("Left out “a.jpg”: not music.");
    expect(leftOut({ ...all, others: ["a.jpg", "b.log", "c.cue"] })).toBe(
      "Left out “a.jpg” and 2 more: not music.",
    );
    expect(leftOut({ ...all, music: [], unread: ["b.mp3"] })).toBe(
      "Left out “b.mp3”: it could not be read.",
    );
    expect(leftOut({ ...all, others: ["a.jpg"], unread: ["b.mp3", "c.mp3"] })).toBe(
      "Left out “b.mp3” and 1 more: they could not be read. Left out “a.jpg”: not music.",
    );
  });
});
