/** Every sample that the page's audio element gives, taken where its sound comes out. */
import type { Page } from "playwright-core";

/** Runs in the page's audio thread. */
const recorder = `
  registerProcessor("recorder", class extends AudioWorkletProcessor {
    process([[left]]) {
      if (left) this.port.postMessage(left.slice());
      return true;
    }
  });
`;

/** Begins to record the left channel. `rate`: as the songs', so that nothing is resampled. */
export const record = (page: Page, rate: number): Promise<void> =>
  page.evaluate(
    async ([script, sampleRate]) => {
      const audio = document.querySelector("audio");
      if (!audio) throw new Error("The page has no audio element.");
      const context = new AudioContext({ sampleRate });
      const url = URL.createObjectURL(new Blob([script], { type: "text/javascript" }));
      await context.audioWorklet.addModule(url);
      const node = new AudioWorkletNode(context, "recorder");
      const blocks: Float32Array[] = [];
      node.port.addEventListener("message", ({ data }) => void blocks.push(data as Float32Array));
      node.port.start();
      context.createMediaElementSource(audio).connect(node).connect(context.destination);
      Object.assign(globalThis, { recorded: blocks });
    },
    [recorder, rate] as const,
  );

/** What has been recorded so far. */
export const recorded = async (page: Page): Promise<Float32Array> => {
  const base64 = await page.evaluate(async () => {
    const { recorded: blocks } = globalThis as unknown as { recorded: Float32Array<ArrayBuffer>[] };
    const bytes = new Uint8Array(await new Blob(blocks).arrayBuffer());
    return (bytes as Uint8Array & { toBase64(): string }).toBase64();
  });
  const bytes = Buffer.from(base64, "base64");
  return new Float32Array(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length));
};

const stretch = 4096;

const product = (one: Float32Array, at: number, other: Float32Array, otherAt: number): number => {
  let sum = 0;
  for (let n = 0; n < stretch; n++) sum += (one[at + n] ?? 0) * (other[otherAt + n] ?? 0);
  return sum;
};

/** Where two stretches are the same but for coding noise this is near 1. */
const likeness = (one: Float32Array, at: number, other: Float32Array, otherAt: number): number =>
  product(one, at, other, otherAt) /
  Math.sqrt(product(one, at, one, at) * product(other, otherAt, other, otherAt) || 1);

export type Found = { readonly at: number; readonly likeness: number };

/** By how much a sample may differ from its source's through coding, and how few need be looked at to tell places apart. */
const tolerated = 0.06;
const probes = Array.from({ length: 24 }, (_, n) => n * 167);

/** Where in a recording a stretch of the source is. */
const find = (
  source: Float32Array,
  sample: number,
  recording: Float32Array,
  [from, to]: readonly [number, number],
): Found => {
  let best: Found = { at: -1, likeness: -1 };
  for (let at = Math.max(0, from); at <= Math.min(to, recording.length - stretch); at++) {
    const differs = (n: number): boolean =>
      Math.abs((source[sample + n] ?? 0) - (recording[at + n] ?? 0)) > tolerated;
    if (probes.some(differs)) continue;
    const found = likeness(source, sample, recording, at);
    if (found > best.likeness) best = { at, likeness: found };
  }
  return best;
};

/** Root mean square of what differs, over so many samples. */
const difference = (
  source: Float32Array,
  sample: number,
  recording: Float32Array,
  at: number,
  length: number,
): number => {
  let sum = 0;
  for (let n = 0; n < length; n++)
    sum += ((source[sample + n] ?? 0) - (recording[at + n] ?? 0)) ** 2;
  return Math.sqrt(sum / length);
};

export type Join = {
  /** Samples that it adds, or, negative, takes away. */
  readonly gap: number;
  /** Difference from the source in the 2,048 samples around it, and before it, where nothing is joined. */
  readonly noise: { readonly there: number; readonly before: number };
};

const margin = 3 * stretch;
const around = 1024;

/** `sample`: of the source, where one song ends and the next begins. Throws where the recording has not got it. */
export const joinAt = (source: Float32Array, recording: Float32Array, sample: number): Join => {
  const before = find(source, sample - margin, recording, [0, recording.length]);
  const join = before.at + margin;
  const after = find(source, sample + stretch, recording, [join - margin, join + 2 * margin]);
  if (Math.min(before.likeness, after.likeness) < 0.9)
    throw new Error(`Not recorded: ${JSON.stringify({ before, after })}`);
  const differs = (to: number): number =>
    difference(source, sample + to, recording, join + to, 2 * around);
  return {
    gap: after.at - (join + stretch),
    noise: { there: differs(-around), before: differs(-margin) },
  };
};
