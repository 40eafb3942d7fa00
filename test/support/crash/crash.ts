/** Uploads and prepares songs on servers that are killed at random moments, and checks what they have left. */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as moment } from "node:timers/promises";
import { random } from "../rough-line.ts";
import { isDone, type Server, startServer, until } from "../server.ts";
import { made } from "../sound.ts";
import {
  beginByTus,
  createWitness,
  expectWhole,
  goOn,
  sendByPost,
  type SongInWork,
} from "./song-in-work.ts";

export type CrashOptions = {
  readonly kills: number;
  readonly seed: number;
  /** Servers that share the library; one of them is killed at a time. */
  readonly processes: number;
  readonly env?: Readonly<Record<string, string>>;
  readonly onKill?: (kill: number) => void;
};

export type Outcome = {
  readonly songs: number;
  /** Of those that were acknowledged. */
  readonly ready: number;
};

/** ms from a server's start, or its last kill, to the next. */
const longestLife = 3_000;
const seconds = 10;

const material = (seed: number): Promise<Buffer> =>
  made(`-f lavfi -i anoisesrc=d=${seconds}:r=44100:a=0.3:seed=${seed}`, "wav");

/** What fails because its server was killed, and only that. */
const unlessKilled =
  (isKilled: () => boolean) =>
  (error: unknown): void => {
    if (!isKilled()) throw error;
  };

const finish = async (server: Server, song: SongInWork): Promise<boolean> => {
  await goOn(server, song);
  const { state, duration } = await until(server, song.id, isDone);
  await expectWhole(server, song);
  return state === "ready" && duration === seconds;
};

/** Throws where a byte was lost, a stored segment changed, a playlist got shorter, or half a song was made ready. */
export const crash = async (options: CrashOptions): Promise<Outcome> => {
  const next = random(options.seed);
  const dataDir = await mkdtemp(join(tmpdir(), "segue-crash-"));
  const start = () => startServer({ dataDir, ...(options.env && { env: options.env }) });
  const servers: Server[] = [];
  for (let n = 0; n < options.processes; n++) servers.push(await start());
  const songs: SongInWork[] = [];
  const witness = createWitness();

  const work = async (server: Server, bytes: Buffer, byTus: boolean): Promise<void> => {
    songs.push(await (byTus ? beginByTus : sendByPost)(server, bytes));
    for (const song of songs.slice(-3)) await goOn(server, song);
    for (const { id } of songs.slice(-3)) await witness.look(server, id);
    for (const { id } of songs.slice(-3)) {
      await until(server, id, isDone);
      await witness.look(server, id);
    }
  };

  try {
    for (let kill = 1; kill <= options.kills; kill++) {
      const bytes = await material(options.seed * 1_000 + kill);
      const victim = Math.floor(next() * servers.length);
      const server = servers[victim] as Server;
      let killed = false;
      const working = work(server, bytes, next() < 0.7).catch(unlessKilled(() => killed));
      await Promise.race([moment(next() * longestLife), working]);
      killed = true;
      await server.kill();
      await working;
      options.onKill?.(kill);
      servers[victim] = await start();
    }
    const [server] = servers as [Server];
    const ends = [];
    for (const song of songs) {
      ends.push(await finish(server, song));
      await witness.look(server, song.id);
    }
    return { songs: songs.length, ready: ends.filter(Boolean).length };
  } finally {
    await Promise.all(servers.map((server) => server.kill()));
    await rm(dataDir, { recursive: true, force: true });
  }
};
