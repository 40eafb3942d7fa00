/** Keeps the queue and the second as they change, so that a reload or a crash loses neither. */
import { effect } from "@preact/signals";
import { type Left, leftFrom, positionText, queueText } from "./left.ts";
import type { Player } from "./player.ts";

export type Keep = {
  read(name: string): string | undefined;
  write(name: string, text: string): void;
};

/** ms: not within the click that begins a song. */
const soon = 200;
/** s: what a crash may lose. */
const step = 5;

export const readLeft = (keep: Keep): Left => leftFrom(keep.read("queue"), keep.read("position"));

export const keepLeft = (player: Player, keep: Keep): void => {
  let timer: ReturnType<typeof setTimeout> | undefined;

  const writeQueue = (): void => {
    clearTimeout(timer);
    timer = undefined;
    keep.write("queue", queueText(player.queue.peek(), player.songs.known));
  };
  const writePosition = (): void =>
    keep.write("position", positionText(player.queue.peek(), player.now()));

  let isFirst = true;
  effect(() => {
    void player.queue.value;
    if (!isFirst) timer ??= setTimeout(writeQueue, soon);
    isFirst = false;
  });
  let written = player.position.peek();
  effect(() => {
    const isStill = player.status.value === "paused";
    const position = player.position.value;
    if (!isStill && Math.abs(position - written) < step) return;
    written = position;
    writePosition();
  });
  const flush = (): void => {
    if (timer !== undefined) writeQueue();
    writePosition();
  };
  addEventListener("pagehide", flush);
  // A phone may end a page that is not seen without another word.
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "hidden") flush();
  });
};
