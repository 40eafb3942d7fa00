/** One streamed upload, from its first byte to its last. */
import { notAudio, sniff, sniffLength } from "../audio/sniff.ts";
import { Problem, type ProblemSlug } from "../problem.ts";
import type { Song, SongId } from "../song/song.ts";
import { StoreFull } from "../store/errors.ts";
import type { Store } from "../store/store.ts";
import type { Bell } from "./bell.ts";
import { createAppender } from "./append.ts";
import { createPartWriter } from "./part-writer.ts";
import { completeUpload, interruptUpload, startUpload, type UploadStart } from "./uploads.ts";

type Doors = { readonly store: Store; readonly bell: Bell };

type Beginning = { readonly bytes: Uint8Array; readonly all: boolean };

/** So many first bytes as it takes to see that this is sound. Throws Problem: empty-upload, not-audio. */
const readBeginning = async (body: AsyncIterator<Uint8Array>): Promise<Beginning> => {
  let bytes: Uint8Array = new Uint8Array();
  for (;;) {
    const { done, value } = await body.next();
    if (done && bytes.length === 0)
      throw new Problem("empty-upload", { detail: "Send the bytes of an audio file." });
    if (value) bytes = bytes.length === 0 ? value : Buffer.concat([bytes, value]);
    const all = done === true || bytes.length >= sniffLength;
    const sniffed = sniff(bytes, all);
    if (sniffed.kind === "other") throw notAudio(sniffed.what);
    if (sniffed.kind === "audio") return { bytes, all: done === true };
  }
};

const refusals: ReadonlySet<ProblemSlug> = new Set([
  "file-too-large",
  "store-full",
  "quota-reached",
]);

/** What the song says of it, where that is more than that the upload broke off. */
const reasonOf = (error: unknown): { readonly problem?: Problem } => {
  if (error instanceof StoreFull)
    return { problem: new Problem("store-full", { detail: "Free some space on the server." }) };
  return error instanceof Problem && refusals.has(error.slug) ? { problem: error } : {};
};

/** Parts until the body ends. Whatever goes wrong, the song is no longer one that is being uploaded. */
const storeAll = async (
  doors: Doors,
  song: Song,
  beginning: Beginning,
  rest: AsyncIterator<Uint8Array>,
): Promise<Song> => {
  const writer = createPartWriter(createAppender(doors, song));
  try {
    await writer.push(beginning.bytes);
    for (let ended = beginning.all; !ended;) {
      const { done, value } = await rest.next();
      if (value) await writer.push(value);
      ended = done === true;
    }
    await writer.end();
    return await completeUpload(doors, song.id);
  } catch (error) {
    writer.abandon();
    await interruptUpload(doors, song.id, reasonOf(error));
    throw error;
  }
};

/**
 * Stores a body as a new song and returns it once every byte is durable. `reserve` may refuse it before there is
 * a song, by throwing. A body that breaks off leaves a song that failed, and rejects as the body did.
 * Throws Problem: empty-upload and not-audio, before there is a song; the fault of a song that failed meanwhile.
 */
export const receiveSong = async (
  doors: Doors,
  body: AsyncIterable<Uint8Array>,
  start: UploadStart,
  reserve: (id: SongId) => Promise<void> = async () => {},
): Promise<Song> => {
  const iterator = body[Symbol.asyncIterator]();
  try {
    const beginning = await readBeginning(iterator);
    await reserve(start.id);
    const song = await startUpload(doors, start);
    return await storeAll(doors, song, beginning, iterator);
  } finally {
    await iterator.return?.();
  }
};
