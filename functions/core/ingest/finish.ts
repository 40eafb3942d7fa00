/** The last steps of a song: its last segments, final playlists with measured bit rates, and `ready`. */
import type { Ladder } from "../audio/ladder.ts";
import { isTorn, longestPage } from "../audio/ogg.ts";
import { readFileTags } from "../audio/tags.ts";
import { bandwidthOf } from "../hls/bandwidth.ts";
import { finalDurations } from "../hls/durations.ts";
import { mainPlaylist } from "../hls/playlist.ts";
import { Problem } from "../problem.ts";
import type { Encoding, Rendition } from "../song/song.ts";
import type { SongChange } from "../store/store.ts";
import { changeTopic } from "./bell.ts";
import { fingerprintOf } from "./digest.ts";
import { settleDuplicates } from "./duplicates.ts";
import type { Task } from "./task.ts";
import { storeFileCover } from "./file-cover.ts";
import { storeFileTags } from "./file-tags.ts";
import { LeaseLost, workGuard } from "./lease.ts";
import type { PartReader } from "./parts.ts";
import { isFirst, storePeaks } from "./publisher.ts";
import type { Encoded } from "./run-ladder.ts";
import type { Content } from "./source.ts";

type Finish = Task & {
  readonly parts: PartReader;
  readonly content: Content;
  readonly ladder: Ladder;
  readonly encoding: Encoding;
  readonly encoded: Encoded;
  readonly sha256: string;
};

/** AAC begins with one frame of priming that is not part of the song. */
const priming = 1024;
/** Seconds that a file may end before its own claim: headers round, and encoders pad. */
const tolerance = 0.5;
/** What a superseded encoding is kept for (ms): whoever plays it may finish. */
const supersededFor = 60 * 60_000;

/** Samples of the song, as the encoding counts them: FLAC keeps every one, AAC of another rate rounds. */
const samplesOf = ({ ladder, encoded }: Finish): number => {
  const lengthOf = (name: string): number | undefined =>
    encoded.writers.find((writer) => writer.name === name)?.length;
  const aacRate = ladder.rungs[0]?.sampleRate ?? ladder.sampleRate;
  const fromAac = ((lengthOf("a64") ?? 0) - priming) * (ladder.sampleRate / aacRate);
  return Math.round(lengthOf("flac") ?? fromAac);
};

const minutes = (seconds: number): string =>
  `${Math.floor(seconds / 60)}:${String(Math.floor(seconds % 60)).padStart(2, "0")}`;

const truncated = (detail: string, seconds: number): Problem =>
  new Problem("truncated", {
    detail: `${detail} after ${minutes(seconds)}. Upload it again from a good copy.`,
  });

/** All of the sound must have come that the file itself promises. */
const checkLength = async ({ content, ladder, parts }: Finish, samples: number): Promise<void> => {
  if (samples <= 0)
    throw new Problem("no-sound", { detail: "It lasts no time at all. Is it the right file?" });
  const { demuxer, claimedSeconds = 0 } = content.source;
  const seconds = samples / ladder.sampleRate;
  if (claimedSeconds - seconds > tolerance)
    throw truncated(`It should last ${minutes(claimedSeconds)} and ends`, seconds);
  if (demuxer !== "ogg") return;
  const end = await parts.read(Math.max(0, parts.size - longestPage), parts.size);
  if (isTorn(end)) throw truncated("It breaks off", seconds);
};

/** Measured on what is stored, which another worker may have begun. */
const measure = async (
  { store, song, encoding }: Finish,
  durations: readonly number[],
): Promise<Rendition[]> => {
  const seconds = durations.map((samples) => samples / encoding.sampleRate);
  const measured: Rendition[] = [];
  for (const rendition of encoding.renditions) {
    const path = `${encoding.id}/${rendition.name}/`;
    const found = await store.chunks.list(song.id, path);
    const sizes = new Map(found.map(({ name, size }) => [name, size]));
    const sizeOf = (index: number): number => {
      const size = sizes.get(`${path}${index}.m4s`);
      if (size === undefined)
        throw new Error(`Segment ${path}${index} of song ${song.id} is missing.`);
      return size;
    };
    measured.push({
      ...rendition,
      ...bandwidthOf(
        durations.map((_, index) => sizeOf(index)),
        seconds,
      ),
    });
  }
  return measured;
};

/** Higher than what is there: the final playlist counts one more, and so does one that takes its place. */
const mainRevision = async ({ store, song }: Finish, segments: number): Promise<number> => {
  if (isFirst(song)) return segments + 1;
  const found = await store.chunks.get(song.id, "main.m3u8");
  return Math.max(segments, found?.revision ?? 0) + 1;
};

const readyChange = (finish: Finish, encoding: Encoding, size: number): SongChange => {
  const { song, encoded, keep } = finish;
  const before = isFirst(song) ? [] : [song.encoding?.id ?? ""];
  const superseded = [...(song.superseded ?? []), ...before];
  return {
    set: {
      state: "ready",
      playable: true,
      encoding,
      size,
      ...(encoded.loudness && { loudness: encoded.loudness }),
      ...(!keep.originals && { expiresAt: Date.now() }),
      ...(superseded.length > 0 && { superseded, expiresAt: Date.now() + supersededFor }),
    },
    ...(!keep.originals && { original: { gone: true } }),
    unset: ["progress", "nextEncoding", "reason", "lease", "dueAt"],
  };
};

/** What the file is, and whether it is here already. Throws Problem: upload-mismatch; and LeaseLost. */
const storeDigests = async (finish: Finish): Promise<void> => {
  const { store, song, holder, parts, sha256 } = finish;
  const announced = song.original.fingerprint;
  const fingerprint = await fingerprintOf(parts);
  if (announced !== undefined && announced !== fingerprint)
    throw new Problem("upload-mismatch", {
      detail: "It was changed while it was uploaded. Upload it again.",
    });
  const change = { original: { sha256, fingerprint } };
  if (!(await store.songs.update(song.id, change, workGuard(holder)))) throw new LeaseLost(song.id);
  await settleDuplicates(finish, sha256);
};

/** Throws Problem when there is no sound or not all of it, LeaseLost, and as the store does. */
export const finishSong = async (finish: Finish): Promise<void> => {
  const { store, bell, song, holder, encoding, ladder, encoded, parts } = finish;
  const samples = samplesOf(finish);
  await checkLength(finish, samples);
  const durations = finalDurations(samples, ladder.unit);
  for (const writer of encoded.writers) await writer.end(durations.length);

  const renditions = await measure(finish, durations);
  for (const writer of encoded.writers) await writer.publish(durations, encoding.sampleRate, true);
  await storePeaks(store, song.id, encoding.id, encoded.meter);
  const main = Buffer.from(mainPlaylist(encoding.id, renditions));
  await store.chunks.replace(
    song.id,
    "main.m3u8",
    main,
    await mainRevision(finish, durations.length),
  );

  const { tags, picture } = await readFileTags(parts, true);
  await storeFileTags(finish, tags);
  if (picture) await storeFileCover(finish, picture);
  const done = { ...encoding, samples, durations, renditions, done: true };
  await storeDigests(finish);
  const chunks = await store.chunks.list(song.id, "");
  const size = chunks.reduce((sum, chunk) => sum + chunk.size, 0);
  const change = readyChange(finish, done, size);
  const ready = await store.songs.update(song.id, change, workGuard(holder));
  if (!ready) throw new LeaseLost(song.id);
  bell.ring(changeTopic);
};
