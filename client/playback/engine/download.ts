/** One segment on its way: whoever reads it gets its fragments as they come, and those that came before. */
import { SegueError } from "../../../api-client/errors.ts";
import type { Fault } from "../engine.ts";
import { fragmentCutter } from "./boxes.ts";
import type { Patience } from "./patience.ts";
import type { Troubles } from "./troubles.ts";

export type Reader = {
  onFragment(bytes: Uint8Array<ArrayBuffer>): void;
  onEnd(): void;
};

export type Download = {
  /** Bytes so far, and in all as far as that is known. */
  readonly loaded: number;
  readonly total: number;
  /** ms, as performance.now() has them; 0: not yet. */
  readonly times: { readonly start: number; readonly first: number; readonly end: number };
  /** Gives what ends the reading. Nothing is called before it returns. */
  read(reader: Reader): () => void;
};

export type Surroundings = {
  readonly patience: Patience;
  readonly troubles: Troubles;
  /** The address that has taken the place of one that is refused; undefined: the song is gone. */
  renew(url: string, songId: string): Promise<string | undefined>;
};

/** ms without a byte after which a connection counts as dead. */
const silence = 10_000;

/** ms: an address that is refused as soon as it was made will not be accepted the next time. */
const renewalPause = 1_000;

class Refused extends Error {
  readonly status: number;
  /** ms that the server asks to wait. */
  readonly after: number;
  constructor({ status, headers }: Response) {
    super(`The server answered ${status}.`);
    this.status = status;
    this.after = Number(headers.get("Retry-After") ?? 0) * 1_000;
  }
}

const statusOf = (error: unknown): number => {
  if (error instanceof Refused) return error.status;
  return error instanceof SegueError ? error.problem.status : 0;
};

const isGone = (status: number): boolean => status === 404 || status === 410;
const isRefusal = (status: number): boolean => status === 401 || status === 403;

export const faultOf = (error: unknown): Fault => {
  const status = statusOf(error);
  if (isGone(status)) return "deleted";
  if (isRefusal(status)) return "token";
  return navigator.onLine ? "server-away" : "offline";
};

/** For `patience`: waiting alone will not mend some faults. */
export const triesAt = (fault: Fault, failed: number): number =>
  fault === "deleted" || fault === "token" ? Infinity : failed;

/** Never fails: it tries until nobody reads it any more, and tells its trouble meanwhile. `onOver`: in either case. */
export const startDownload = (
  first: string,
  songId: string,
  { patience, troubles, renew }: Surroundings,
  onOver: () => void,
): Download => {
  let url = first;
  let renewedAt = -Infinity;
  const abandoned = new AbortController();
  const readers = new Set<Reader>();
  const fragments: Uint8Array<ArrayBuffer>[] = [];
  const times = { start: performance.now(), first: 0, end: 0 };
  const download = { loaded: 0, total: 0, times, read };
  /** Bytes of whole fragments. */
  let taken = 0;

  const take = (fragment: Uint8Array<ArrayBuffer>): void => {
    fragments.push(fragment);
    taken += fragment.length;
    for (const reader of readers) reader.onFragment(fragment);
  };

  const receive = async (response: Response, heard: () => void): Promise<void> => {
    if (!response.ok || !response.body) throw new Refused(response);
    const partial = response.status === 206;
    let skip = partial ? 0 : taken;
    download.total = Number(response.headers.get("Content-Length") ?? 0) + (partial ? taken : 0);
    download.loaded = taken;
    const cut = fragmentCutter();
    const body = response.body.getReader();
    for (;;) {
      const { done, value } = await body.read();
      if (done) return;
      heard();
      times.first ||= performance.now();
      troubles.clear(download);
      const fresh = value.subarray(Math.min(skip, value.length));
      skip -= value.length - fresh.length;
      download.loaded += fresh.length;
      for (const fragment of cut(fresh)) take(fragment);
    }
  };

  const attempt = async (): Promise<void> => {
    const silent = new AbortController();
    let timer = setTimeout(() => silent.abort(), silence);
    const heard = (): void => {
      clearTimeout(timer);
      timer = setTimeout(() => silent.abort(), silence);
    };
    const signal = AbortSignal.any([abandoned.signal, silent.signal]);
    const headers: HeadersInit = taken > 0 ? { Range: `bytes=${taken}-` } : {};
    try {
      await receive(await fetch(url, { signal, headers }), heard);
      if (download.total > 0 && taken < download.total)
        throw new Error("The answer was cut short.");
    } finally {
      clearTimeout(timer);
    }
  };

  /** What remains wrong when the address is renewed, where it can be. */
  const renewed = async (error: unknown): Promise<unknown> => {
    if (!(error instanceof Refused && isRefusal(error.status))) return error;
    try {
      const now = await renew(url, songId);
      if (now === undefined) return new Refused(new Response(null, { status: 410 }));
      if (now === url || performance.now() - renewedAt < renewalPause) return error;
      url = now;
      renewedAt = performance.now();
      return undefined;
    } catch (cause) {
      return cause;
    }
  };

  const run = async (): Promise<void> => {
    for (let failed = 1; !abandoned.signal.aborted; failed++) {
      try {
        await attempt();
        times.end = performance.now();
        onOver();
        for (const reader of readers) reader.onEnd();
        return;
      } catch (caught) {
        const error = await renewed(caught);
        if (abandoned.signal.aborted) return;
        if (error === undefined) continue;
        const fault = faultOf(error);
        // One try that fails may be a function that is deployed anew.
        if (failed > 1 || fault !== "server-away") troubles.set(download, { fault, songId });
        const tries = triesAt(fault, failed);
        const after = error instanceof Refused ? error.after : 0;
        await patience.wait({ tries, after, signal: abandoned.signal });
      }
    }
  };

  function read(reader: Reader): () => void {
    let reading = true;
    queueMicrotask(() => {
      if (!reading) return;
      for (const fragment of fragments) reader.onFragment(fragment);
      if (times.end > 0) reader.onEnd();
      else readers.add(reader);
    });
    pending++;
    return () => {
      if (!reading) return;
      reading = false;
      readers.delete(reader);
      pending--;
      if (pending > 0 || times.end > 0) return;
      abandoned.abort();
      troubles.leave(download);
      onOver();
    };
  }
  /** Readers, those included that have not been told anything yet. */
  let pending = 0;

  void run();
  return download;
};
