/** A song that arrives as slowly as it plays, or slower, told of segment by segment: hours of it in a second. */
import { createPeakMeter } from "../../functions/core/audio/peaks.ts";
import { createBell } from "../../functions/core/ingest/bell.ts";
import { createPublisher } from "../../functions/core/ingest/publisher.ts";
import { createRenditionWriter } from "../../functions/core/ingest/rendition-writer.ts";
import type { Encoding, Song } from "../../functions/core/song/song.ts";
import type { Store } from "../../functions/core/store/store.ts";
import { settled } from "./settled.ts";

const unit = 90_112;
const sampleRate = 44_100;
/** Bits per second, of the smallest kind of song: the more it has, the less playlists matter. */
const original = 64_000;
const renditions = [
  { name: "a64", codecs: "mp4a.40.2", bandwidth: 64_000, averageBandwidth: 64_000 },
  { name: "a128", codecs: "mp4a.40.2", bandwidth: 128_000, averageBandwidth: 128_000 },
];

const encoding: Encoding = {
  id: "e".repeat(21),
  recipe: 1,
  sampleRate,
  durations: [],
  renditions,
  done: false,
};

export type Written = {
  /** Bytes of the file and of its segments. */
  readonly kept: number;
  /** Bytes of playlists, waveform and song, each time that they were written. */
  readonly rewritten: number;
  /** Segments of the last playlist before the song's end. */
  readonly told: number;
};

const bytesOf = (bitRate: number): number => (bitRate / 8) * ((3 * unit) / sampleRate);

/** A publisher of a song whose renditions have `counts` segments and of which `passed` bytes have come and gone. */
export const startPublisher = (counts: readonly number[], passed: () => number) => {
  const written = { rewritten: 0, told: 0 };
  const store = {
    chunks: {
      async replace(_id: string, _name: string, bytes: Uint8Array) {
        written.rewritten += bytes.length;
        return true;
      },
    },
    songs: {
      async update(_id: string, change: { readonly set: { readonly encoding: Encoding } }) {
        written.rewritten += JSON.stringify(change).length;
        written.told = change.set.encoding.durations.length;
        return change;
      },
    },
  } as unknown as Store;
  const song = { id: "s".repeat(21) } as Song;
  const meter = createPeakMeter(64, 1);
  const writers = renditions.map(({ name }, index) => {
    const rung = { name, unit, sampleRate } as Parameters<typeof createRenditionWriter>[0]["rung"];
    const writer = createRenditionWriter({
      chunks: store.chunks,
      songId: song.id,
      encodingId: encoding.id,
      rung,
      onStored: () => {},
    });
    return Object.defineProperty(writer, "count", { get: () => counts[index] });
  });
  const publisher = createPublisher({
    store,
    bell: createBell(),
    song,
    holder: "worker",
    encoding,
    unit,
    writers,
    meter,
    progress: () => undefined,
    takeGrowth: () => 0,
    passed,
    pause: 0,
  });
  return { publisher, meter, written };
};

/** Whatever can be published is, at once: nothing comes together because it comes fast. */
export const publishSlowly = async (seconds: number): Promise<Written> => {
  const segments = Math.ceil((seconds * sampleRate) / (3 * unit));
  const all = original + renditions.reduce((sum, { bandwidth }) => sum + bandwidth, 0);
  const counts = renditions.map(() => 0);
  let count = 0;
  const { publisher, meter, written } = startPublisher(counts, () => count * bytesOf(all));
  const loud = new Uint8Array(new Float32Array(8_000).fill(0.5).buffer);
  const running = publisher.run();
  while (count < segments) {
    meter.push(loud);
    counts.fill(++count);
    publisher.note();
    await settled();
  }
  publisher.end();
  await running;
  return { kept: segments * bytesOf(all), ...written };
};
