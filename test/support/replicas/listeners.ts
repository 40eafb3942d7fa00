/** Listeners who fetch a song's segments at their pace, again and again, and know what each must be. */
import { setTimeout as pause } from "node:timers/promises";
import { retrying } from "../../../api-client/retry.ts";
import { readSong } from "../hls.ts";

export type Listeners = {
  /** Answers that were whole and right. */
  readonly served: () => number;
  /** Why attempts were made again. */
  readonly retries: () => readonly string[];
  /** What was still wrong after all attempts, or was not what it was before. */
  readonly failures: () => readonly string[];
  stop(): Promise<void>;
};

type Options = {
  /** Address of its main.m3u8. */
  readonly main: string;
  readonly count: number;
  /** ms from one segment to the next. */
  readonly pace: number;
};

/** ms: as long as a player's buffer lasts. */
const patience = 30_000;
const attempt = 10_000;

export const startListeners = async ({ main, count, pace }: Options): Promise<Listeners> => {
  const segments = (await readSong(main)).flatMap((rendition) =>
    rendition.segments.map((bytes, n) => ({
      url: new URL(rendition.manifest.segments[n]?.uri ?? "", rendition.url).href,
      bytes,
    })),
  );
  const failures: string[] = [];
  const ending = new AbortController();
  let served = 0;
  const retries: string[] = [];

  const fetchOnce = async (url: string): Promise<Buffer> => {
    const response = await fetch(url, { signal: AbortSignal.timeout(attempt) });
    if (!response.ok) throw new Error(`${response.status}`);
    return Buffer.from(await response.arrayBuffer());
  };

  const again = (error: unknown): boolean => {
    retries.push((error as Error).message);
    return true;
  };

  const listen = async (first: number): Promise<void> => {
    for (let n = first; !ending.signal.aborted; n++) {
      const { url, bytes } = segments[n % segments.length] ?? { url: "", bytes: Buffer.of() };
      try {
        const found = await retrying(() => fetchOnce(url), { within: patience, again });
        if (found.equals(bytes)) served++;
        else failures.push(`${url}: ${found.length} bytes, not ${bytes.length} or not the same`);
      } catch (error) {
        failures.push(`${url}: ${(error as Error).message}`);
      }
      await pause(pace, undefined, { signal: ending.signal }).catch(() => {});
    }
  };

  const all = Array.from({ length: count }, (_, n) => listen(n));
  return {
    served: () => served,
    retries: () => retries,
    failures: () => failures,
    async stop() {
      ending.abort();
      await Promise.all(all);
    },
  };
};
