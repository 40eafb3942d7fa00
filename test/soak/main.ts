/** `npm run soak [kills]`: kill -9 a hundred times, on both stores; then replicas that come, go and die under load. */
import { newId } from "../../functions/core/song/ids.ts";
import { crash, type CrashOptions } from "../support/crash/crash.ts";
import { database, startMongo } from "../support/mongodb.ts";
import { replicaTrials } from "./replicas.ts";

const kills = Number(process.argv[2] ?? 100);

const soak = async (name: string, options: Omit<CrashOptions, "kills" | "seed">): Promise<void> => {
  const seed = Date.now() % 100_000;
  console.log(`${name}: ${Math.ceil(kills / 2)} kills, seed ${seed}`);
  const onKill = (kill: number): void => void process.stdout.write(`\r${kill} `);
  const { songs, ready } = await crash({ kills: Math.ceil(kills / 2), seed, onKill, ...options });
  console.log(`\r${songs} songs acknowledged, ${ready} ready and whole`);
  if (ready < songs) process.exitCode = 1;
};

await soak("One process on SQLite", { processes: 1 });
const mongo = await startMongo();
if (mongo) {
  const env = { MONGODB_URI: database(mongo.uri, `segue-soak-${newId()}`) };
  await soak(`Two processes on ${mongo.name}`, { processes: 2, env });
  if (!(await replicaTrials(mongo.uri))) process.exitCode = 1;
  await mongo.stop();
}
