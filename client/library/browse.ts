/** Artists and albums: read page by page as they are scrolled to, and again when the library has changed. */
import { type ReadonlySignal, signal } from "@preact/signals";
import type { Album, Artist } from "../../api-client/contract.ts";
import { client } from "./client.ts";
import { away, onChanges } from "./follow.ts";

type Page<Item> = { readonly items: readonly Item[]; readonly next: string | undefined };
type Ask = { readonly limit: number; readonly cursor?: string };

export type Browse<Item> = {
  /** Undefined until the first have come. */
  readonly items: ReadonlySignal<readonly Item[] | undefined>;
  readonly hasMore: ReadonlySignal<boolean>;
  readonly fault: ReadonlySignal<unknown>;
  more(): Promise<void>;
  /** Reads anew what was there. */
  retry(): Promise<void>;
  dispose(): void;
};

const pageLength = 100;
const longestPage = 500;
/** ms: what comes in bursts is read once. */
const settle = 1_500;

const createBrowse = <Item>(
  read: (ask: Ask) => Promise<Page<Item>>,
  length = pageLength,
): Browse<Item> => {
  const items = signal<readonly Item[] | undefined>(undefined);
  const hasMore = signal(true);
  const fault = signal<unknown>(undefined);
  let cursor: string | undefined;
  let underWay: Promise<void> | undefined;

  /** A page more, or as many anew as there were. */
  const fetchPages = async (anew: boolean): Promise<void> => {
    const known = items.peek() ?? [];
    const found = anew ? [] : [...known];
    const wanted = anew ? known.length : known.length + 1;
    let next = anew ? undefined : cursor;
    try {
      do {
        const limit = Math.min(longestPage, Math.max(length, wanted - found.length));
        const page = await read({ limit, ...(next !== undefined && { cursor: next }) });
        found.push(...page.items);
        next = page.next;
      } while (next !== undefined && found.length < wanted);
      cursor = next;
      hasMore.value = next !== undefined;
      items.value = found;
      fault.value = undefined;
    } catch (error) {
      fault.value = error;
    }
  };

  const inTurn = async (anew: boolean): Promise<void> => {
    const mine = Promise.resolve(underWay).then(() => fetchPages(anew));
    underWay = mine;
    await mine;
    if (underWay === mine) underWay = undefined;
  };

  const retry = (): Promise<void> => inTurn(true);

  let timer: number | undefined;
  const readAgain = (): void => {
    clearTimeout(timer);
    timer = window.setTimeout(() => void retry(), settle);
  };
  const stopRecovering = away.subscribe((now) => {
    if (now === undefined && fault.peek() !== undefined) void retry();
  });
  const stop = onChanges({
    onSongs: (songs) => {
      // Progress alone changes no album.
      if (songs.some(({ state, deletedAt }) => state === "ready" || deletedAt !== undefined))
        readAgain();
    },
    onGap: readAgain,
  });

  return {
    items,
    hasMore,
    fault,
    more: async () => {
      if (underWay === undefined && hasMore.peek()) await inTurn(false);
    },
    retry,
    dispose() {
      clearTimeout(timer);
      stop();
      stopRecovering();
    },
  };
};

type Reading<Query> = Query & Ask;

const readAlbums = async (query: Reading<{ q?: string; artist?: string }>) => {
  const { albums, next } = await client.albums(query);
  return { items: albums, next };
};

const readArtists = async (query: Reading<{ q?: string }>) => {
  const { artists, next } = await client.artists(query);
  return { items: artists, next };
};

let albumsRead: Browse<Album> | undefined;
let artistsRead: Browse<Artist> | undefined;

/** The one list of albums: who comes back finds it as it was. */
export const browseAlbums = (): Browse<Album> => (albumsRead ??= createBrowse(readAlbums));
export const browseArtists = (): Browse<Artist> => (artistsRead ??= createBrowse(readArtists));

const most = 16;

/** The last few lists are kept, by what they are lists of. */
const keeping = <Item>(make: (of: string) => Browse<Item>): ((of: string) => Browse<Item>) => {
  const kept = new Map<string, Browse<Item>>();
  return (of) => {
    const browse = kept.get(of) ?? make(of);
    kept.delete(of);
    kept.set(of, browse);
    for (const [oldest, { dispose }] of kept) {
      if (kept.size <= most) break;
      dispose();
      kept.delete(oldest);
    }
    return browse;
  };
};

/** Cards and names that a search shows. */
export const albumsShown = 12;
export const artistsShown = 6;

export const albumsOfArtist = keeping((artist) =>
  createBrowse((ask) => readAlbums({ ...ask, artist })),
);
export const albumsFound = keeping((q) =>
  createBrowse((ask) => readAlbums({ ...ask, q }), albumsShown),
);
export const artistsFound = keeping((q) =>
  createBrowse((ask) => readArtists({ ...ask, q }), artistsShown),
);
