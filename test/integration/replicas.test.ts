/** Many replicas on one store: they come, go and die, and nobody who listens or uploads notices. */
import { setTimeout as pause } from "node:timers/promises";
import { describe, expect, inject, test } from "vitest";
import { random } from "../support/rough-line.ts";
import { trial } from "../support/replicas/trial.ts";

const mongodbUri = inject("mongodbUri") ?? "";

const load = { mongodbUri, replicas: 2, listeners: 100, pace: 2_000, uploads: 4, rate: 4_000_000 };

/** ms: four songs are prepared meanwhile. */
const timeout = 400_000;

describe.skipIf(mongodbUri === "")("replicas (need a MongoDB)", () => {
  test("a rolling restart fails nothing and loses nothing", { timeout }, async () => {
    const outcome = await trial({
      ...load,
      async trouble({ crud, streaming }) {
        await crud.roll();
        await streaming.roll();
      },
    });
    expect(outcome).toMatchObject({ failures: [], whole: 4 });
    expect(outcome.served).toBeGreaterThan(load.listeners);
  });

  test(
    "replicas that are killed and a store that goes away fail nothing and lose nothing",
    { timeout },
    async () => {
      const next = random(7);
      const outcome = await trial({
        ...load,
        async trouble({ crud, streaming, store }) {
          await Promise.all([crud.kill(next()), streaming.kill(next())]);
          store.freeze();
          await pause(500);
          store.cut();
          store.thaw();
          await Promise.all([crud.kill(next()), streaming.kill(next())]);
        },
      });
      expect(outcome).toMatchObject({ failures: [], whole: 4 });
    },
  );
});
