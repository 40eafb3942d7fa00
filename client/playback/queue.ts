/** The queue: what played, what plays and what comes. Every step gives a new one and leaves the old one as it was. */
export type Key = number;

/** A song's place in the queue: the same song may be in it twice. */
export type Entry = { readonly key: Key; readonly id: string };

export type Repeat = "off" | "all" | "one";

/** Where the songs were played from. */
export type From = {
  readonly kind: "album" | "artist" | "search" | "songs";
  /** Of the album or artist, or the words that were searched for. */
  readonly name: string;
};

export type Queue = {
  /** In the order in which they play. */
  readonly entries: readonly Entry[];
  readonly current: Key | undefined;
  readonly from: From | undefined;
  readonly repeat: Repeat;
  /** The order from before it was shuffled; undefined: it is not. */
  readonly unshuffled: readonly Key[] | undefined;
  readonly nextKey: Key;
};

export const emptyQueue: Queue = {
  entries: [],
  current: undefined,
  from: undefined,
  repeat: "off",
  unshuffled: undefined,
  nextKey: 1,
};

/** -1 when nothing plays. */
export const indexOfCurrent = ({ entries, current }: Queue): number =>
  entries.findIndex(({ key }) => key === current);

export const currentEntry = ({ entries, current }: Queue): Entry | undefined =>
  entries.find(({ key }) => key === current);

export const upcoming = (queue: Queue): readonly Entry[] =>
  queue.entries.slice(indexOfCurrent(queue) + 1);

const keysOf = (entries: readonly Entry[]): readonly Key[] => entries.map(({ key }) => key);

const madeOf = (queue: Queue, ids: readonly string[]): readonly Entry[] =>
  ids.map((id, n) => ({ key: queue.nextKey + n, id }));

const insertedAt = <T>(list: readonly T[], index: number, items: readonly T[]): readonly T[] => [
  ...list.slice(0, index),
  ...items,
  ...list.slice(index),
];

/** These songs instead of what was there; `index` is the one that plays. Shuffling is for `shuffle`. */
export const startWith = (
  queue: Queue,
  ids: readonly string[],
  index: number,
  from: From | undefined,
): Queue => {
  const entries = madeOf(queue, ids);
  return {
    ...queue,
    entries,
    current: entries[index]?.key,
    from,
    unshuffled: undefined,
    nextKey: queue.nextKey + ids.length,
  };
};

const insert = (queue: Queue, ids: readonly string[], at: number, unshuffledAt: number): Queue => {
  const added = madeOf(queue, ids);
  return {
    ...queue,
    entries: insertedAt(queue.entries, at, added),
    current: queue.current ?? added[0]?.key,
    unshuffled: queue.unshuffled && insertedAt(queue.unshuffled, unshuffledAt, keysOf(added)),
    nextKey: queue.nextKey + ids.length,
  };
};

/** After the song that plays. */
export const playNext = (queue: Queue, ids: readonly string[]): Queue => {
  const unshuffledAt = (queue.unshuffled ?? []).indexOf(queue.current ?? 0) + 1;
  return insert(queue, ids, indexOfCurrent(queue) + 1, unshuffledAt);
};

/** At the end. */
export const enqueue = (queue: Queue, ids: readonly string[]): Queue =>
  insert(queue, ids, queue.entries.length, queue.unshuffled?.length ?? 0);

/** What plays, or what came after it when that went. */
const nextKept = (queue: Queue, gone: ReadonlySet<Key>): Key | undefined => {
  const { entries, repeat } = queue;
  const rest = entries.slice(indexOfCurrent(queue));
  return (repeat === "all" ? [...rest, ...entries] : rest).find(({ key }) => !gone.has(key))?.key;
};

export const remove = (queue: Queue, keys: Iterable<Key>): Queue => {
  const gone = new Set(keys);
  const current = nextKept(queue, gone);
  // After the last song nothing is left: what was heard does not come again.
  const stays = (key: Key): boolean => current !== undefined && !gone.has(key);
  return {
    ...queue,
    entries: queue.entries.filter(({ key }) => stays(key)),
    current,
    unshuffled: queue.unshuffled?.filter(stays),
  };
};

/** Keeps the song that plays, and nothing else. */
export const clear = (queue: Queue): Queue =>
  remove(
    queue,
    keysOf(queue.entries).filter((key) => key !== queue.current),
  );

/** To a place among what comes: 0 is the very next. */
export const move = (queue: Queue, key: Key, place: number): Queue => {
  const moved = queue.entries.find((entry) => entry.key === key);
  if (!moved || key === queue.current) return queue;
  const others = { ...queue, entries: queue.entries.filter((entry) => entry !== moved) };
  const first = indexOfCurrent(others) + 1;
  const at = Math.min(others.entries.length, first + Math.max(0, place));
  return { ...queue, entries: insertedAt(others.entries, at, [moved]) };
};

/** `list` with every item of `before` that it lacks, after the one that it came after. */
const filledUp = (list: readonly Key[], before: readonly Key[]): readonly Key[] => {
  const there = new Set(list);
  const missing = new Map<Key | undefined, Key[]>();
  let last: Key | undefined;
  for (const key of before) {
    if (there.has(key)) last = key;
    else if (!missing.get(last)?.push(key)) missing.set(last, [key]);
  }
  const after = (key: Key | undefined): readonly Key[] => missing.get(key) ?? [];
  return [...after(undefined), ...list.flatMap((key) => [key, ...after(key)])];
};

/** Undoes a removal: what is missing since `before` comes back, what was done meanwhile stays. */
export const putBack = (queue: Queue, before: Queue): Queue => {
  const all = new Map([...before.entries, ...queue.entries].map((entry) => [entry.key, entry]));
  const order = filledUp(keysOf(queue.entries), keysOf(before.entries));
  return {
    ...queue,
    entries: order.flatMap((key) => all.get(key) ?? []),
    current: queue.current ?? before.current,
    unshuffled:
      queue.unshuffled && filledUp(queue.unshuffled, before.unshuffled ?? keysOf(before.entries)),
  };
};

export const setRepeat = (queue: Queue, repeat: Repeat): Queue => ({ ...queue, repeat });

/** The entry so many further on; past an end only when all repeat. */
const stepped = (queue: Queue, by: 1 | -1): Key | undefined => {
  const { entries, repeat } = queue;
  const to = indexOfCurrent(queue) + by;
  const wrapped = repeat === "all" ? (to + entries.length) % entries.length : to;
  return entries[wrapped]?.key;
};

/** What Next leads to; undefined: there is none. */
export const nextKey = (queue: Queue): Key | undefined => stepped(queue, 1);

/** What follows when a song ends by itself. */
export const followingKey = (queue: Queue): Key | undefined =>
  queue.repeat === "one" ? queue.current : nextKey(queue);

/** s: later than this, Previous goes back to the song's own beginning. */
const restartsAfter = 3;

/** What Previous leads to: the song itself when it is well under way or the first. */
export const previousKey = (queue: Queue, position: number): Key | undefined =>
  position > restartsAfter ? queue.current : (stepped(queue, -1) ?? queue.current);

export const goTo = (queue: Queue, current: Key): Queue => ({ ...queue, current });
