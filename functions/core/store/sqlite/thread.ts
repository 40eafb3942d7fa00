/** The other end of the writer thread: its functions, as promises. */
import { Worker } from "node:worker_threads";
import { StoreAway } from "../errors.ts";
import { translateSqliteError } from "./errors.ts";
import type { Answer, Call, Failure } from "./writer.ts";
import type { Writes } from "./writes.ts";

type Settle = {
  readonly resolve: (result: never) => void;
  readonly reject: (error: unknown) => void;
};

export type Writer = {
  run<Name extends keyof Writes>(
    name: Name,
    ...args: Parameters<Writes[Name]>
  ): Promise<ReturnType<Writes[Name]>>;
  close(): Promise<void>;
};

const errorOf = ({ message, ...rest }: Failure): unknown =>
  translateSqliteError(Object.assign(new Error(message), rest));

type WriterThread = Writer & { readonly hasEnded: boolean };

const startThread = (path: string): WriterThread => {
  const worker = new Worker(new URL("./writer.ts", import.meta.url), { workerData: path });
  const open = new Map<number, Settle>();
  const ended = Promise.withResolvers<void>();
  let idle: (() => void) | undefined;
  let lastId = 0;
  let closing = false;
  let dead: unknown;

  const settle = (id: number): Settle | undefined => {
    const call = open.get(id);
    open.delete(id);
    if (open.size === 0) idle?.();
    return call;
  };

  worker.on("message", (answer: Answer) => {
    const call = settle(answer.id);
    if ("failure" in answer) call?.reject(errorOf(answer.failure));
    else call?.resolve(answer.result as never);
  });
  worker.on("error", (error) => (dead = error));
  worker.on("exit", () => {
    const why = closing ? "The library is closed." : "What writes to the library broke off.";
    dead = new StoreAway(why, { cause: dead });
    for (const id of open.keys()) settle(id)?.reject(dead);
    ended.resolve();
  });

  return {
    get hasEnded() {
      return dead !== undefined;
    },

    run(name, ...args) {
      if (dead) return Promise.reject(dead);
      const id = ++lastId;
      return new Promise((resolve, reject) => {
        open.set(id, { resolve, reject });
        worker.postMessage({ id, name, args } satisfies Call);
      });
    },

    async close() {
      closing = true;
      if (open.size > 0) await new Promise<void>((resolve) => (idle = resolve));
      worker.postMessage("close");
      await ended.promise;
    },
  };
};

/** A thread that breaks off takes its calls with it; the next call finds another. */
export const startWriter = (path: string): Writer => {
  let thread = startThread(path);
  let closed = false;
  return {
    run(name, ...args) {
      if (thread.hasEnded && !closed) thread = startThread(path);
      return thread.run(name, ...args);
    },
    close() {
      closed = true;
      return thread.close();
    },
  };
};
