/** The other end of a thread of the store: its functions, as promises. */
import { Worker } from "node:worker_threads";
import { StoreAway } from "../errors.ts";
import { translateSqliteError } from "./errors.ts";
import type { Answer, Call, Failure, Functions } from "./messages.ts";

type Settle = {
  readonly resolve: (result: never) => void;
  readonly reject: (error: unknown) => void;
};

export type Thread<F extends Functions> = {
  run<Name extends keyof F & string>(
    name: Name,
    ...args: Parameters<F[Name]>
  ): Promise<ReturnType<F[Name]>>;
  close(): Promise<void>;
};

const errorOf = ({ message, ...rest }: Failure): unknown =>
  translateSqliteError(Object.assign(new Error(message), rest));

type Running<F extends Functions> = Thread<F> & { readonly hasEnded: boolean };

const startThread = <F extends Functions>(program: URL, path: string): Running<F> => {
  const worker = new Worker(program, { workerData: path });
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
    const why = closing ? closed : "A thread of the library broke off.";
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

const closed = "The library is closed.";

/**
 * A thread that starts with its first call: not every function counts or writes. One that breaks off takes its calls
 * with it; the next call finds another.
 */
export const threadOf = <F extends Functions>(program: URL, path: string): Thread<F> => {
  let thread: Running<F> | undefined;
  let isClosed = false;
  return {
    run(name, ...args) {
      if (isClosed) return Promise.reject(new StoreAway(closed));
      if (!thread || thread.hasEnded) thread = startThread(program, path);
      return thread.run(name, ...args);
    },
    async close() {
      isClosed = true;
      await thread?.close();
    },
  };
};
