/** Replicas under listeners and uploads: replaced in turn, then killed at random for a minute, their store cut off. */
import { setTimeout as pause } from "node:timers/promises";
import { type Stage, trial } from "../support/replicas/trial.ts";
import { random } from "../support/rough-line.ts";

const load = { replicas: 3, listeners: 100, pace: 2_000, uploads: 4 };
/** ms */
const minute = 60_000;
const longestPeace = 3_000;
const storeAway = 2_000;
/** Of the kills, after which the store is cut off too. */
const share = 0.2;

const roll = async ({ crud, streaming, isBusy }: Stage): Promise<void> => {
  do {
    await crud.roll();
    await streaming.roll();
  } while (isBusy());
};

const kill =
  (seed: number) =>
  async ({ crud, streaming, store }: Stage): Promise<void> => {
    const next = random(seed);
    for (const end = Date.now() + minute; Date.now() < end;) {
      await pause(next() * longestPeace);
      await (next() < 0.5 ? crud : streaming).kill(next());
      if (next() > share) continue;
      store.freeze();
      await pause(next() * storeAway);
      store.cut();
      store.thaw();
    }
  };

/** Says whether all went well. */
export const replicaTrials = async (mongodbUri: string): Promise<boolean> => {
  const seed = Date.now() % 100_000;
  const troubles = [
    { name: "Replicas replaced in turn", trouble: roll, rate: 2_000_000 },
    { name: `Replicas killed for a minute, seed ${seed}`, trouble: kill(seed), rate: 300_000 },
  ];
  let good = true;
  for (const { name, ...rest } of troubles) {
    console.log(name);
    const { served, retries, failures, whole } = await trial({ ...load, ...rest, mongodbUri });
    console.log(`${served} segments heard, ${failures.length} failures; tried again:`);
    for (const why of new Set(retries))
      console.log(`  ${retries.filter((one) => one === why).length} times: ${why}`);
    console.log(`${whole} of ${load.uploads} uploads whole and ready`);
    for (const failure of failures.slice(0, 10)) console.log(`  ${failure}`);
    good &&= failures.length === 0 && whole === load.uploads;
  }
  return good;
};
