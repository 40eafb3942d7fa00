/** The AAC coder that Segue uses, against the one that ffmpeg takes by itself: noise above the mask, and time. */
import { join } from "node:path";
import { coder } from "../../functions/core/audio/ladder.ts";
import { hasMusic, songPath } from "../support/music.ts";
import { channel, decode, ffmpeg } from "../support/sound.ts";
import type { Material } from "./material.ts";
import { type Figure, timed } from "./measure.ts";
import { noiseToMask } from "./noise-to-mask.ts";

const sampleRate = 44_100;
const seconds = 20;
/** Samples before the first of the song; this decoder gives them too. */
const priming = 1_024;

type Measured = { readonly decibels: number; readonly seconds: number };

const sources = async ({ folder, wav }: Material): Promise<string[]> => {
  if (!hasMusic) return [wav];
  const names = ["Awakening", "Coherence"] as const;
  const cut = async (name: (typeof names)[number]): Promise<string> => {
    const path = join(folder, `${name}.wav`);
    await ffmpeg(`-ss 60 -t ${seconds} -i ${songPath(name)} -ar ${sampleRate} -ac 2 ${path}`);
    return path;
  };
  return Promise.all(names.map(cut));
};

const measure = async (
  { folder }: Material,
  source: string,
  kbits: number,
  options: string,
): Promise<Measured> => {
  const coded = join(folder, "coded.mp4");
  const fragmented = "-f mp4 -movflags +empty_moov+default_base_moof+delay_moov";
  const encode = `-threads 1 -t ${seconds} -i ${source} -c:a aac${options} -b:a ${kbits}k ${fragmented}`;
  const took = await timed(() => ffmpeg(`${encode} ${coded}`));
  const [original, heard] = [await decode(source, 2, `-t ${seconds}`), await decode(coded, 2)];
  const found = [0, 1].map((side) =>
    noiseToMask(channel(original, side), channel(heard, side).subarray(priming), sampleRate),
  );
  return { decibels: ((found[0] ?? NaN) + (found[1] ?? NaN)) / 2, seconds: took };
};

const sum = (values: readonly number[]): number =>
  values.reduce((total, value) => total + value, 0);

export const aacCoders = async (material: Material): Promise<Figure[]> => {
  const songs = await sources(material);
  const figures: Figure[] = [];
  for (const kbits of [64, 128, 256]) {
    const ours: Measured[] = [];
    const theirs: Measured[] = [];
    for (const song of songs) {
      ours.push(await measure(material, song, kbits, ` ${coder}`));
      theirs.push(await measure(material, song, kbits, ""));
    }
    const mean = (all: readonly Measured[]) =>
      sum(all.map(({ decibels }) => decibels)) / all.length;
    const time = (all: readonly Measured[]) => sum(all.map(({ seconds: took }) => took));
    figures.push({
      name: `Noise to mask at ${kbits} kbit/s, against ffmpeg's own choice of coder`,
      value: mean(ours) - mean(theirs),
      unit: "dB",
      goal: { most: 0.5 },
      detail: `${mean(ours).toFixed(1)} against ${mean(theirs).toFixed(1)} dB over ${songs.length} songs, in ${(time(ours) / time(theirs)).toFixed(2)} of the time`,
    });
  }
  return figures;
};
