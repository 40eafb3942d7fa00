/** Files on their way to the server: what is there already stays where it is. */
import type { Song, Tags } from "../../contract.ts";
import { openFile } from "../../file.ts";
import { fingerprintOf } from "../../fingerprint.ts";
import type { Context } from "../context.ts";
import { Failure } from "../failure.ts";
import type { MusicFile } from "../files/walk.ts";
import { counted } from "../terminal/figures.ts";
import type { Words } from "./report.ts";
import type { Job } from "./run.ts";

export type Uploaded =
  | { readonly result: "uploaded" | "there"; readonly song: Song }
  /** As another file of this upload. */
  | { readonly result: "same"; readonly as: string }
  | { readonly result: "would upload" };

export const uploadWords: Words<Uploaded> = {
  "would upload": { one: () => "would be uploaded", all: (count) => `${count} would be uploaded` },
  uploaded: { one: () => "uploaded", all: (count) => `${counted(count, "song")} uploaded` },
  there: { one: () => "there already", all: (count) => `${count} there already` },
  same: {
    one: (value) => `the same as ${value.result === "same" ? value.as : ""}`,
    all: (count) => `${count} the same as another`,
  },
};

/** Songs of the same bytes, by their fingerprint: on the server, or on their way there. */
const createLookup = ({ patient, signal }: Context) => {
  const begun = new Map<string, string>();
  return async (fingerprint: string, name: string): Promise<Uploaded | undefined> => {
    const same = begun.get(fingerprint);
    if (same !== undefined) return { result: "same", as: same };
    begun.set(fingerprint, name);
    const { songs } = await patient.page({ fingerprint, limit: 10 }, { signal });
    // What is still on its way may never come to its end.
    const song = songs.find(({ state }) => state === "processing" || state === "ready");
    if (song) return { result: "there", song };
    const failed = songs.find(({ state }) => state === "failed");
    if (failed)
      throw new Failure(`It is there already, and failed: ${failed.reason?.title ?? ""}`, {
        hint: `To try again: segue remove ${failed.id}, then upload it once more.`,
      });
    return undefined;
  };
};

/** Makes jobs of files. */
export const createUploader = (context: Context, dryRun = false) => {
  const { patient, signal } = context;
  const lookup = createLookup(context);
  return ({ path, name, size }: MusicFile, tags: Tags): Job<Uploaded> => ({
    name,
    size,
    async run(transfer) {
      transfer.step = "checking";
      const fingerprint = await fingerprintOf(path);
      const there = await lookup(fingerprint, name);
      if (there) return { sent: undefined, value: there };
      if (dryRun) return { sent: undefined, value: { result: "would upload" } };
      transfer.step = undefined;
      let isFirst = true;
      const onProgress = ({ sent }: { sent: number }): void => {
        if (isFirst) transfer.start = sent;
        isFirst = false;
        transfer.sent = sent;
      };
      const file = await openFile(path);
      const song = await patient.insert(file, { tags, fingerprint, onProgress, signal });
      return { sent: size, value: { result: "uploaded", song } };
    },
  });
};
