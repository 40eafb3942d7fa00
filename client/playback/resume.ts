/** Keeps the queue and the second as they change, so that a reload or a crash loses neither. */
import { effect } from "@preact/signals";
import { positionText, queueText } from "./left-text.ts";
import type { Player } from "./player.ts";
import type { Queue } from "./queue.ts";

type Keep = { write(name: string, text: string): void };

/** ms: not within the click that begins a song. */
const soon = 200;
/** s: what a crash may lose. */
const step = 5;

/** `known`: the queue that is kept already. */
export const keepLeft = (player: Player, keep: Keep, known: Queue): void => {
  let timer: ReturnType<typeof setTimeout> | undefined;

  const writeQueue = (): void => {
    clearTimeout(timer);
    timer = undefined;
    keep.write("queue", queueText(player.queue.peek(), player.songs.known));
  };
  const writePosition = (): void =>
    keep.write("position", positionText(player.queue.peek(), player.now()));

  effect(() => {
    if (player.queue.value !== known) timer ??= setTimeout(writeQueue, soon);
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
