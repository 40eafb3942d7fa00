/** What crud tells Prometheus beside its requests. */
import type { Metrics } from "../core/http/metrics.ts";
import type { Worker } from "../core/ingest/worker.ts";
import type { Store } from "../core/store/store.ts";

type Doors = { readonly metrics: Metrics; readonly store: Store; readonly worker: Worker };

/** A store that is away shall not take the other figures with it; its failed calls are counted among them. */
const orNothing = async (read: Promise<number | undefined>): Promise<number | undefined> => {
  try {
    return await read;
  } catch {
    return undefined;
  }
};

export const addFigures = ({ metrics, store, worker }: Doors): void => {
  const { songs } = store;
  metrics.gauge(
    "segue_encodings_running",
    "Songs that are being prepared here.",
    () => worker.busy,
  );
  metrics.gauge(
    "segue_songs_processing",
    "Songs that are being prepared or wait for it, anywhere.",
    () => orNothing(songs.count({ state: "processing" })),
  );
  metrics.gauge("segue_free_bytes", "What the store's disk still has, where it says.", () =>
    orNothing(store.free()),
  );
};
