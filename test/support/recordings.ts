/** One recording, cut into songs anywhere: whoever plays them in a row must play the recording. */
import { ingest, type Server } from "./server.ts";
import { channel, run, type Sound } from "./sound.ts";

export type Recording = {
  /** Its left channel. */
  readonly source: Float32Array;
  readonly ids: readonly string[];
  /** Samples where one song ends and the next begins. */
  readonly joins: readonly number[];
};

const noise = async (rate: number, samples: number): Promise<Sound> => {
  const filter = `anoisesrc=c=pink:r=${rate}:a=0.4:seed=7:d=${samples / rate + 1}`;
  const bytes = await run(
    "ffmpeg",
    `-v error -f lavfi -i ${filter} -ac 2 -f s16le pipe:1`.split(" "),
  );
  const values = new Int16Array(bytes.buffer.slice(bytes.byteOffset), 0, samples * 2);
  return { samples: Float32Array.from(values, (value) => value / 32_768), channels: 2 };
};

const wavOf = ({ samples }: Sound, rate: number, from: number, to: number): Promise<Buffer> => {
  const values = Int16Array.from(samples.subarray(from * 2, to * 2), (value) => value * 32_768);
  const format = `-f s16le -ar ${rate} -ac 2`;
  return run(
    "ffmpeg",
    `-v error ${format} -i pipe:0 -c:a pcm_s16le -f wav pipe:1`.split(" "),
    new Uint8Array(values.buffer),
  );
};

/** Uploads songs of so many samples each. */
export const uploadRecording = async (
  server: Server,
  rate: number,
  lengths: readonly number[],
): Promise<Recording> => {
  const ends = lengths.map((_, n) => lengths.slice(0, n + 1).reduce((sum, one) => sum + one, 0));
  const sound = await noise(rate, ends.at(-1) ?? 0);
  const ids: string[] = [];
  for (const [index, end] of ends.entries()) {
    const wav = await wavOf(sound, rate, ends[index - 1] ?? 0, end);
    const song = await ingest(server, wav);
    if (song.state !== "ready") throw new Error(`A song failed: ${JSON.stringify(song.reason)}`);
    ids.push(song.id);
  }
  return { source: channel(sound, 0), ids, joins: ends.slice(0, -1) };
};
