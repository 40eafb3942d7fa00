/** One song from its upload to its playlists: the whole of a worker's task. */
import { createHash } from "node:crypto";
import { ladderFor, type Ladder, recipe } from "../audio/ladder.ts";
import { readFileTags } from "../audio/tags.ts";
import type { Keep } from "../limits.ts";
import { newId } from "../song/ids.ts";
import { type Encoding, encodingInWork, type Song } from "../song/song.ts";
import { storeFileTags } from "./file-tags.ts";
import { finishSong } from "./finish.ts";
import { hashOf } from "./digest.ts";
import { LeaseLost, workGuard } from "./lease.ts";
import { readParts } from "./parts.ts";
import { runLadder } from "./run-ladder.ts";
import { type Content, openContent } from "./source.ts";
import { faultOf, tooLong } from "./fault.ts";
import type { Task } from "./task.ts";

const newEncoding = ({ sampleRate, rungs }: Ladder): Encoding => ({
  id: newId(),
  recipe,
  sampleRate,
  durations: [],
  renditions: rungs.map(({ name, codecs, bandwidth }) => ({
    name,
    codecs,
    bandwidth,
    averageBandwidth: bandwidth,
  })),
  done: false,
});

/** The song with an encoding to go on with: one that another worker began by the same recipe, or a new one. */
const planEncoding = async ({ store, song, holder }: Task, ladder: Ladder): Promise<Song> => {
  const begun = encodingInWork(song);
  const isBegun = begun !== undefined && begun.renditions.length > 0;
  if (isBegun && begun.recipe === recipe) return song;
  const encoding = newEncoding(ladder);
  const set = {
    ...(song.nextEncoding ? { nextEncoding: encoding } : { encoding }),
    ...(isBegun && { superseded: [...(song.superseded ?? []), begun.id] }),
  };
  const planned = await store.songs.update(song.id, { set }, workGuard(holder));
  if (!planned) throw new LeaseLost(song.id);
  return planned;
};

/** What a new encoding is made of; who goes on with one makes all that it has. */
const wanted = (ladder: Ladder, { flac }: Keep): Ladder =>
  flac ? ladder : { ...ladder, rungs: ladder.rungs.filter(({ name }) => name !== "flac") };

/** Who goes on makes the same renditions, whatever more of the file would show now. */
const onlyThoseOf = (encoding: Encoding, ladder: Ladder): Ladder => {
  const names = new Set(encoding.renditions.map(({ name }) => name));
  return { ...ladder, rungs: ladder.rungs.filter(({ name }) => names.has(name)) };
};

/** A song is listed by its tags as soon as its first bytes have come, where they are in front. */
const storeEarlyTags = async (task: Task, { beginning }: Content): Promise<void> => {
  const read = async (start: number, end: number) => beginning.subarray(start, end);
  const { tags } = await readFileTags({ size: beginning.length, read }, false);
  await storeFileTags(task, tags);
};

/**
 * Prepares the song, from the start or from where another worker left off, and makes it `ready`.
 * Throws Problem for faults of the file; LeaseLost, UploadGone, UploadStopped and WaitsForEnd when it is not this
 * worker's task now; and whatever else goes wrong on our side. Nothing is left running.
 */
export const encodeSong = async (task: Task): Promise<void> => {
  const abort = new AbortController();
  const signal = AbortSignal.any([task.signal, abort.signal]);
  try {
    const { store, bell, patience } = task;
    const parts = readParts({ store, bell, signal, patience }, task.song.id);
    const content = await openContent(parts, task.limits);
    if ((content.source.claimedSeconds ?? 0) > task.longest) throw tooLong(task.longest);
    await storeEarlyTags(task, content);

    const wholeLadder = ladderFor(content.source);
    const song = await planEncoding(task, wanted(wholeLadder, task.keep));
    const encoding = encodingInWork(song);
    if (!encoding) throw new Error(`Song ${song.id} has no encoding to make.`);
    const ladder = onlyThoseOf(encoding, wholeLadder);
    const hash = createHash("sha256");
    const onBytes = (bytes: Uint8Array): void => void (content.inOrder && hash.update(bytes));
    const encoded = await runLadder({
      ...task,
      song,
      signal,
      abort,
      parts,
      content,
      ladder,
      encoding,
      onBytes,
    });
    const sha256 = content.inOrder ? hash.digest("hex") : await hashOf(parts);
    await finishSong({ ...task, song, parts, content, ladder, encoding, encoded, sha256 });
  } catch (error) {
    throw faultOf(error, task.limits);
  } finally {
    abort.abort();
  }
};
