/** Every process of the ladder over one reading of the file; tells of the progress meanwhile. */
import { analysisOptions, analysisRate, loudnessIn } from "../audio/analysis.ts";
import { runFfmpeg } from "../audio/ffmpeg/run.ts";
import type { Ladder } from "../audio/ladder.ts";
import { createPeakMeter, type PeakMeter } from "../audio/peaks.ts";
import type { Encoding, Loudness, Song } from "../song/song.ts";
import type { PartReader } from "./parts.ts";
import { createPublisher, isFirst } from "./publisher.ts";
import { createRenditionWriter, type RenditionWriter, type Stored } from "./rendition-writer.ts";
import type { Content } from "./source.ts";
import { dealOut } from "./deal-out.ts";
import { tooLong, tooMuchOutput } from "./fault.ts";
import type { Task } from "./task.ts";
import { tee } from "./tee.ts";

type LadderTask = Task & {
  /** Ends every process; aborted by the caller too, when it is done. */
  readonly abort: AbortController;
  readonly parts: PartReader;
  readonly content: Content;
  readonly ladder: Ladder;
  readonly encoding: Encoding;
  /** Hears of every byte that is fed, in order. */
  readonly onBytes: (bytes: Uint8Array) => void;
};

export type Encoded = {
  readonly writers: readonly RenditionWriter[];
  readonly meter: PeakMeter;
  readonly loudness: Loudness | undefined;
};

/** Samples of the analysis per value of the waveform, at first: 6 ms. */
const stretch = 64;

/** Processor time of each, roughly, by that of the analysis. */
const aacWork = 4;
const otherWork = 1;

const progressOf = (
  song: Song,
  fed: number,
  { size, complete }: PartReader,
): number | undefined => {
  const whole = complete ? size : song.original.expectedBytes;
  return whole ? Math.min(1, fed / whole) : undefined;
};

/** Rejects with the first failure, once every process has ended. */
export const runLadder = async (task: LadderTask): Promise<Encoded> => {
  const { store, song, signal, parts, content, ladder, encoding, longest, limits } = task;
  const { demuxer } = content.source;
  let fed = 0;
  let written = 0;
  let growth = 0;

  // Somebody may be waiting for a song's first segments.
  const begun = new AbortController();
  if (!isFirst(song)) begun.abort();

  const onStored = ({ bytes, isNew }: Stored): void => {
    if (isNew) growth += bytes;
    if (isNew) task.onProgress();
    publisher.note();
    if (writers.every(({ count }) => count > 0)) begun.abort();
  };
  const encoders = ladder.rungs.map((rung) => {
    const writer = createRenditionWriter({
      chunks: store.chunks,
      songId: song.id,
      encodingId: encoding.id,
      rung,
      onStored,
    });
    return {
      writer,
      work: rung.codecs.startsWith("mp4a") ? aacWork : otherWork,
      options: rung.outputOptions,
      async take(bytes: Uint8Array) {
        await writer.take(bytes);
        written += bytes.length;
        if (written > limits.outputBytes) throw tooMuchOutput(limits);
        if (writer.length > longest * rung.sampleRate) throw tooLong(longest);
      },
    };
  });
  const writers = encoders.map(({ writer }) => writer);
  const meter = createPeakMeter(stretch, encoding.sampleRate / analysisRate(ladder));
  const publisher = createPublisher({
    ...task,
    unit: ladder.unit,
    writers,
    meter,
    progress: () => progressOf(song, fed, parts),
    passed: () => fed + written,
    takeGrowth() {
      const grown = growth;
      growth = 0;
      return grown;
    },
  });

  const analysis = {
    work: otherWork,
    options: analysisOptions(content.source, ladder),
    take: (bytes: Uint8Array) => meter.push(bytes),
  };
  const runs = dealOut([analysis, ...encoders], task.processes).map((outputs) =>
    runFfmpeg({ demuxer, outputs, bounds: limits, awaited: begun.signal, signal }),
  );
  const inputs = runs.map(({ input }) => input);
  const feeding = tee(content.read(), inputs, (bytes) => {
    fed += bytes.length;
    task.onBytes(bytes);
  });
  const ended = Promise.all(runs.map(({ done }) => done));
  const encoded = Promise.all([feeding, ended]);
  const publishing = publisher.run();
  try {
    await Promise.race([encoded, publishing.then(() => encoded)]);
    publisher.end();
    await publishing;
  } catch (error) {
    task.abort.abort();
    publisher.end();
    await Promise.allSettled([feeding, publishing, ...runs.map(({ done }) => done)]);
    throw error;
  }
  meter.end();
  return { writers, meter, loudness: loudnessIn((await ended).join()) };
};
