/** A list of any length, of which the parts that are looked at are fetched: holes are what is not known yet. */
import { type ReadonlySignal, signal } from "@preact/signals";

export type Fetched<Item> = {
  readonly items: readonly Item[];
  /** Cursor of what comes after them. */
  readonly next?: string | undefined;
  /** Of the whole list, where it was asked for. */
  readonly total?: number | undefined;
};

export type Ask = {
  readonly limit: number;
  /** Goes on behind the item before; else from `offset` on. */
  readonly cursor: string | undefined;
  readonly offset: number;
  /** The length of the list is wanted too. */
  readonly count: boolean;
  readonly signal: AbortSignal;
};

export type PageList = {
  /** Undefined until it is known. */
  readonly total: ReadonlySignal<number | undefined>;
  /** Why nothing more comes. */
  readonly fault: ReadonlySignal<unknown>;
  /** Ids by place; reading them tells of every change. */
  at(index: number): string | undefined;
  indexOf(id: string): number;
  /** Fetches what is missing there, and a page around it. */
  want(first: number, last: number): void;
  /** Ids from one place up to before another, fetched if need be. */
  gather(from: number, to: number): Promise<string[]>;
  insertFirst(id: string): void;
  remove(id: string): void;
  /** Reads anew what is looked at; until it is there, what was known stays. */
  refresh(): Promise<void>;
  retry(): void;
  dispose(): void;
};

const pageLength = 100;
const longestPage = 500;
const margin = pageLength / 2;
const atOnce = 2;
/** ms: what is only flown over is not fetched. */
const landing = 100;

export const createPageList = (fetchPage: (ask: Ask) => Promise<Fetched<string>>): PageList => {
  let ids: (string | undefined)[] = [];
  const cursors = new Map<string, string>();
  const version = signal(0);
  const total = signal<number | undefined>(undefined);
  const fault = signal<unknown>(undefined);
  const ending = new AbortController();
  const underWay = new Set<number>();
  let wanted = { first: 0, last: pageLength - 1 };
  let landed: ReturnType<typeof setTimeout> | undefined;

  const touch = (): void => void (version.value = version.peek() + 1);

  const place = (start: number, { items, next }: Fetched<string>): void => {
    for (const [n, id] of items.entries()) ids[start + n] = id;
    const last = items.at(-1);
    if (last !== undefined && next !== undefined) cursors.set(last, next);
    // A cursor that does not lead on is the end, whatever was counted.
    if (next === undefined) {
      ids.length = start + items.length;
      total.value = start + items.length;
    }
    touch();
  };

  const ask = (start: number, limit: number): Promise<Fetched<string>> => {
    const before = start > 0 ? ids[start - 1] : undefined;
    return fetchPage({
      limit,
      cursor: before === undefined ? undefined : cursors.get(before),
      offset: start,
      count: total.peek() === undefined,
      signal: ending.signal,
    });
  };

  /** Undefined where the list has changed meanwhile: what was asked for may stand elsewhere by now. */
  const fetchAt = async (start: number, limit: number): Promise<Fetched<string> | undefined> => {
    const known = ids;
    const page = await ask(start, limit);
    if (known !== ids) return undefined;
    if (page.total !== undefined) total.value = page.total;
    place(start, page);
    return page;
  };

  const isUnderWay = (index: number): boolean =>
    [...underWay].some((start) => index >= start && index < start + pageLength);

  const nextHole = (): number | undefined => {
    const end = Math.min(wanted.last + margin, (total.peek() ?? pageLength) - 1);
    for (let index = Math.max(0, wanted.first - margin); index <= end; index++)
      if (ids[index] === undefined && !isUnderWay(index)) return index;
    return undefined;
  };

  const load = async (start: number): Promise<void> => {
    underWay.add(start);
    try {
      await fetchAt(start, pageLength);
      fault.value = undefined;
    } catch (error) {
      if (!ending.signal.aborted) fault.value = error;
    } finally {
      underWay.delete(start);
      pump();
    }
  };

  const pump = (): void => {
    while (underWay.size < atOnce && fault.peek() === undefined && !ending.signal.aborted) {
      // Nothing but the first page tells how long the list is.
      if (total.peek() === undefined && underWay.size > 0) return;
      const hole = nextHole();
      if (hole === undefined) return;
      void load(hole);
    }
  };

  const gather = async (from: number, to: number): Promise<string[]> => {
    const end = (): number => Math.min(to, total.peek() ?? to);
    for (let index = from; index < end();)
      if (ids[index] !== undefined) index++;
      else if ((await fetchAt(index, Math.min(longestPage, end() - index)))?.items.length === 0)
        break;
    return ids.slice(from, end()).filter((id) => id !== undefined);
  };

  const refresh = async (): Promise<void> => {
    const start = Math.max(0, wanted.first - margin);
    const limit = Math.min(longestPage, wanted.last + margin + 1 - start);
    try {
      const page = await fetchPage({
        limit,
        cursor: undefined,
        offset: start,
        count: true,
        signal: ending.signal,
      });
      ids = [];
      cursors.clear();
      total.value = page.total;
      fault.value = undefined;
      place(start, page);
    } catch (error) {
      if (!ending.signal.aborted) fault.value = error;
    }
    pump();
  };

  const shift = (by: number): void => {
    if (total.peek() !== undefined) total.value = (total.peek() ?? 0) + by;
    touch();
  };

  return {
    total,
    fault,
    at: (index) => (version.value, ids[index]),
    indexOf: (id) => ids.indexOf(id),
    want(first, last) {
      const isLeap = first > wanted.last + margin || last < wanted.first - margin;
      wanted = { first, last };
      clearTimeout(landed);
      if (isLeap) landed = setTimeout(pump, landing);
      else pump();
    },
    gather,
    insertFirst(id) {
      if (ids.includes(id)) return;
      ids = [id, ...ids];
      shift(1);
    },
    remove(id) {
      const index = ids.indexOf(id);
      if (index < 0) return;
      const before = ids[index - 1];
      const cursor = cursors.get(id);
      if (before !== undefined && cursor !== undefined) cursors.set(before, cursor);
      ids = ids.toSpliced(index, 1);
      shift(-1);
    },
    refresh,
    retry() {
      fault.value = undefined;
      pump();
    },
    dispose() {
      clearTimeout(landed);
      ending.abort();
    },
  };
};
