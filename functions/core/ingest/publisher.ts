/** Tells the world how far an encoding is: playlists, waveform and the song itself, no oftener than it needs. */
import type { PeakMeter } from "../audio/peaks.ts";
import { growingDurations } from "../hls/durations.ts";
import { mainPlaylist } from "../hls/playlist.ts";
import type { Encoding, Song } from "../song/song.ts";
import type { SongChange, Store } from "../store/store.ts";
import { type Bell, changeTopic } from "./bell.ts";
import { LeaseLost, workGuard } from "./lease.ts";
import type { RenditionWriter } from "./rendition-writer.ts";

/** The first segments are told of at once: somebody may be waiting for them. */
const atOnce = 3;
/** ms. */
const shortestPause = 1_000;
/**
 * Bytes read and stored for each byte that was rewritten: playlists grow, and are written anew as a whole. So they take
 * a thirtieth of what is stored, however long the song and however slowly it comes. All is counted from the song's start:
 * what was saved lets a segment be told of at once, after which no more bytes may come.
 */
const soundPerByte = 30;
/** By then a waveform looks different. */
const peaksGrowth = 1.1;

export type Publisher = {
  /** Something new is stored. */
  note(): void;
  /** Publishes until `end`. Rejects with LeaseLost, and as the store does. */
  run(): Promise<void>;
  end(): void;
};

type Options = {
  readonly store: Store;
  readonly bell: Bell;
  readonly song: Song;
  readonly holder: string;
  readonly encoding: Encoding;
  /** Samples of one unit, as the encoding counts. */
  readonly unit: number;
  readonly writers: readonly RenditionWriter[];
  readonly meter: PeakMeter;
  /** 0 to 1; undefined while the length of the upload is unknown. */
  readonly progress: () => number | undefined;
  /** Bytes stored since the last call. */
  readonly takeGrowth: () => number;
  /** Bytes of sound read and written so far. */
  readonly passed: () => number;
  /** ms between two publications; a second, where it is not given. */
  readonly pause?: number;
};

export const storePeaks = async (
  { chunks }: Store,
  songId: string,
  encodingId: string,
  meter: PeakMeter,
): Promise<void> => {
  const text = JSON.stringify(meter.peaks());
  await chunks.replace(songId, `${encodingId}/peaks.json`, Buffer.from(text), meter.revision());
};

/** Playlists of the first encoding come to play while they grow; those of a later one only when it is done. */
export const isFirst = (song: Song): boolean => song.nextEncoding === undefined;

export const createPublisher = (options: Options): Publisher => {
  const { store, bell, song, holder, encoding, unit, writers, meter } = options;
  const published = new Map<string, number>();
  let changed = Promise.withResolvers<void>();
  const ended = Promise.withResolvers<void>();
  let isEnded = false;
  let mainIsThere = false;
  let peaksAt = 0;
  let rewritten = 0;
  /** Segments that every rendition had when it was last said that there are new ones. */
  let noted = 0;
  let told = encoding.durations.length;

  const publishRendition = async (writer: RenditionWriter): Promise<number> => {
    const { name, count } = writer;
    if (count === (published.get(name) ?? 0)) return 0;
    const written = await writer.publish(growingDurations(count, unit), encoding.sampleRate, false);
    published.set(name, count);
    return written;
  };

  const publishPeaks = async (): Promise<void> => {
    const longest = Math.max(...writers.map(({ count }) => count));
    if (longest < peaksAt * peaksGrowth) return;
    peaksAt = longest;
    await storePeaks(store, song.id, encoding.id, meter);
  };

  const publishMain = async (): Promise<void> => {
    if (mainIsThere || !isFirst(song)) return;
    const text = mainPlaylist(encoding.id, encoding.renditions);
    await store.chunks.replace(song.id, "main.m3u8", Buffer.from(text), 1);
    mainIsThere = true;
  };

  const changeOf = (count: number): SongChange => {
    const growing = { ...encoding, durations: growingDurations(count, unit) };
    const progress = options.progress();
    return {
      set: {
        ...(isFirst(song) ? { encoding: growing, playable: count > 0 } : { nextEncoding: growing }),
        ...(progress !== undefined && { progress }),
      },
      grow: options.takeGrowth(),
    };
  };

  /** Gives how many bytes it has rewritten. */
  const publish = async (): Promise<number> => {
    // Together: a store flushes once for all.
    const [written] = await Promise.all([
      Promise.all(writers.map(publishRendition)),
      publishPeaks(),
    ]);
    const ready = Math.min(...writers.map(({ name }) => published.get(name) ?? 0));
    if (ready > 0) await publishMain();
    // Who took over from another worker begins again, and does not tell of less than was told.
    told = Math.max(told, ready);
    const change = changeOf(told);
    if (!(await store.songs.update(song.id, change, workGuard(holder))))
      throw new LeaseLost(song.id);
    bell.ring(changeTopic);
    return written.reduce((sum, bytes) => sum + bytes, JSON.stringify(change.set).length);
  };

  const pause = async (): Promise<void> => {
    const waiting = Promise.withResolvers<void>();
    const timer = setTimeout(waiting.resolve, options.pause ?? shortestPause);
    await Promise.race([waiting.promise, ended.promise]);
    clearTimeout(timer);
  };

  /** No playlist is written for a segment that other renditions do not have yet. */
  const note = (): void => {
    const count = Math.min(...writers.map((writer) => writer.count));
    if (count <= noted || options.passed() < rewritten * soundPerByte) return;
    noted = count;
    changed.resolve();
  };

  return {
    note,

    async run() {
      for (;;) {
        await Promise.race([changed.promise, ended.promise]);
        if (isEnded) return;
        changed = Promise.withResolvers<void>();
        rewritten += await publish();
        if (noted >= atOnce) await pause();
      }
    },

    end() {
      isEnded = true;
      ended.resolve();
    },
  };
};
