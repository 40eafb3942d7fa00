/** A board, drawn by listr2: a line for all of it, and one for each transfer that runs. */
import { type Board, lineOf, type Transfer } from "./board.ts";

/** ms */
const redraw = 100;
const showCursor = "\u001B[?25h";

type Slot = { title: string };

/** Each transfer keeps its line as long as it runs. */
const assign = (places: (Transfer | undefined)[], running: ReadonlySet<Transfer>): void => {
  for (const [index, transfer] of places.entries())
    if (transfer && !running.has(transfer)) places[index] = undefined;
  for (const transfer of running) {
    const free = places.indexOf(undefined);
    if (!places.includes(transfer) && free >= 0) places[free] = transfer;
  }
};

/** Draws until the function that it gives is called; then nothing is left of it. */
export const drawBoard = async (board: Board, lines: number): Promise<() => Promise<void>> => {
  const { Listr } = await import("listr2");
  const done = Promise.withResolvers<void>();
  const slots: Slot[] = [];
  const places: (Transfer | undefined)[] = Array(lines).fill(undefined);
  let head: Slot | undefined;

  const draw = (): void => {
    const now = performance.now();
    assign(places, board.running);
    if (head) head.title = board.headline(now);
    for (const [index, slot] of slots.entries()) {
      const transfer = places[index];
      slot.title = transfer ? lineOf(transfer, now) : "";
    }
  };

  const line = {
    title: "",
    task: (_: unknown, task: Slot) => {
      slots.push(task);
      return done.promise;
    },
  };
  const list = new Listr(
    {
      title: board.headline(performance.now()),
      task: (_, task) => {
        head = task;
        return task.newListr(
          Array.from({ length: lines }, () => line),
          { concurrent: true },
        );
      },
    },
    {
      registerSignalListeners: false,
      rendererOptions: { clearOutput: true, collapseSubtasks: false, formatOutput: "truncate" },
    },
  );
  const restore = (): void => void process.stdout.write(showCursor);
  process.once("exit", restore);
  const timer = setInterval(draw, redraw);
  const running = list.run();
  return async () => {
    clearInterval(timer);
    done.resolve();
    await running;
    process.off("exit", restore);
  };
};
