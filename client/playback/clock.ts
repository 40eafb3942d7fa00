/** Where a song is, as signals: they move at most four times a second, and only while it plays. */
import { effect, type ReadonlySignal, signal } from "@preact/signals";
import type { Engine, Status } from "./engine.ts";

/** ms */
const tick = 250;

export type Clock = {
  /** Seconds within the song. */
  readonly position: ReadonlySignal<number>;
  /** Seconds; undefined until it is known. */
  readonly duration: ReadonlySignal<number | undefined>;
  /** Seconds within the song up to which it needs no more loading. */
  readonly buffered: ReadonlySignal<number>;
  /** Reads the engine at once. */
  read(): void;
  /** Where it shall be, before the engine is there. */
  set(position: number, duration: number | undefined): void;
};

const bufferedAt = ({ buffered }: Engine, position: number): number =>
  buffered.find(({ start, end }) => start <= position + 0.1 && position < end)?.end ?? position;

export const createClock = (
  status: ReadonlySignal<Status>,
  engine: () => Engine | undefined,
): Clock => {
  const position = signal(0);
  const duration = signal<number | undefined>(undefined);
  const buffered = signal(0);

  const read = (): void => {
    const source = engine();
    if (!source) return;
    position.value = source.position;
    duration.value = source.duration;
    buffered.value = bufferedAt(source, source.position);
  };

  effect(() => {
    const moves = status.value === "playing" || status.value === "waiting";
    read();
    if (!moves) return undefined;
    const timer = setInterval(read, tick);
    return () => clearInterval(timer);
  });

  return {
    position,
    duration,
    buffered,
    read,
    set(at, length) {
      position.value = at;
      duration.value = length;
      buffered.value = at;
    },
  };
};
