/** The engine and hls.js weigh more than the page: they come when there is time, or when they are first needed. */
import type { Engine } from "./engine.ts";

export type DeferredEngine = {
  /** Undefined until it is there. */
  readonly here: Engine | undefined;
  /** Now, or in the order of the calls as soon as it is there. */
  use(step: (engine: Engine) => void): void;
};

/** `onFailure`: it could not be fetched; the next use tries again. */
export const deferEngine = (load: () => Promise<Engine>, onFailure: () => void): DeferredEngine => {
  let here: Engine | undefined;
  let steps: ((engine: Engine) => void)[] | undefined;

  const fetchIt = async (): Promise<void> => {
    try {
      const engine = await load();
      here = engine;
      for (const step of steps ?? []) step(engine);
    } catch {
      onFailure();
    }
    steps = undefined;
  };

  return {
    get here() {
      return here;
    },
    use(step) {
      if (here) step(here);
      else if (steps) steps.push(step);
      else {
        steps = [step];
        void fetchIt();
      }
    },
  };
};
