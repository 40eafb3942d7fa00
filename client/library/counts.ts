/** How many songs, albums and artists there are. */
import { signal } from "@preact/signals";
import type { Stats } from "../../api-client/contract.ts";
import { client } from "./client.ts";
import { isFault } from "./faults.ts";
import { onChanges } from "./follow.ts";

/** ms: while songs come in, so often at most. */
const pause = 2_000;

export const stats = signal<Stats | undefined>(undefined);

const read = async (): Promise<void> => {
  try {
    stats.value = await client.stats();
  } catch (error) {
    // What was counted before is shown on; the page says by itself that the server is away.
    if (!isFault(error)) throw error;
  }
};

let timer: number | undefined;

const readSoon = (): void => {
  timer ??= window.setTimeout(() => {
    timer = undefined;
    void read();
  }, pause);
};

export const followCounts = (): void => {
  void read();
  onChanges({ onSongs: readSoon, onGap: readSoon });
};
