/** Resident memory after a small and after a large upload. */
import { readFile } from "node:fs/promises";
import { post, startServer } from "../support/server.ts";
import type { Material } from "./material.ts";
import { type Figure, median, type Memory, memoryOf } from "./measure.ts";

const MiB = 1024 * 1024;
/** What a small upload leaves differs by 8 MiB from one run to the next. */
const rounds = 3;

/** A WAV of so many bytes: the material's sound, again and again. */
async function* wavOf(sound: Buffer, bytes: number): AsyncGenerator<Uint8Array> {
  const header = Buffer.from(sound.subarray(0, 44));
  header.writeUInt32LE(bytes - 8, 4);
  header.writeUInt32LE(bytes - 44, 40);
  yield header;
  const block = sound.subarray(44, 44 + 256 * 1024);
  for (let sent = 44; sent < bytes; sent += block.length) yield block.subarray(0, bytes - sent);
}

const afterOne = async (sound: Buffer, bytes: number): Promise<Memory> => {
  const server = await startServer();
  const response = await post(server, wavOf(sound, bytes));
  if (response.status !== 201) throw new Error(await response.text());
  const memory = memoryOf(server.pid);
  await server.kill();
  return memory;
};

const afterUpload = async (sound: Buffer, bytes: number): Promise<Memory> => {
  const found: Memory[] = [];
  for (let round = 0; round < rounds; round++) found.push(await afterOne(sound, bytes));
  return {
    now: median(found.map(({ now }) => now)),
    peak: median(found.map(({ peak }) => peak)),
  };
};

export const uploadMemory = async ({ wav }: Material): Promise<Figure[]> => {
  const sound = await readFile(wav);
  const small = await afterUpload(sound, 10 * MiB);
  const large = await afterUpload(sound, 1024 * MiB);
  const text = ({ now, peak }: Memory): string => `${now.toFixed(0)} MiB (peak ${peak.toFixed(0)})`;
  return [
    {
      name: "Resident memory after a 1 GiB upload, over that after 10 MiB",
      value: large.now - small.now,
      unit: "MiB",
      goal: { most: 16 },
      detail: `${text(large)} against ${text(small)}; the seed project took 253 MB for 42`,
    },
    {
      name: "Its peak, over that of 10 MiB",
      value: large.peak - small.peak,
      unit: "MiB",
      goal: { most: 16 },
      detail: "VmHWM of the server's process",
    },
  ];
};
