/** Artists and albums: read page by page as they are scrolled to, and again when the library has changed. */
import { type ReadonlySignal, signal } from "@preact/signals";
import type { Album, Artist } from "../../api-client/contract.ts";
import { client } from "./client.ts";
import { onChanges } from "./follow.ts";

type Page<Item> = { readonly items: readonly Item[]; readonly next: string | undefined };
type Ask = { readonly limit: number; readonly cursor?: string };

export type Browse<Item> = {
  /** Undefined until the first have come. */
  readonly items: ReadonlySignal<readonly Item[] | undefined>;
  readonly hasMore: ReadonlySignal<boolean>;
  readonly fault: ReadonlySignal<unknown>;
  more(): Promise<void>;
};

const pageLength = 100;
const longestPage = 500;
/** ms: what comes in bursts is read once. */
const settle = 1_500;

const createBrowse = <Item>(read: (ask: Ask) => Promise<Page<Item>>): Browse<Item> => {
  const items = signal<readonly Item[] | undefined>(undefined);
  const hasMore = signal(true);
  const fault = signal<unknown>(undefined);
  let cursor: string | undefined;
  let underWay: Promise<void> | undefined;

  const fetchPage = async (anew: boolean): Promise<void> => {
    const before = anew ? [] : (items.peek() ?? []);
    const wanted = anew ? (items.peek()?.length ?? 0) : 0;
    const limit = Math.min(longestPage, Math.max(pageLength, wanted));
    try {
      const page = await read({ limit, ...(!anew && cursor !== undefined && { cursor }) });
      cursor = page.next;
      hasMore.value = page.next !== undefined;
      items.value = [...before, ...page.items];
      fault.value = undefined;
    } catch (error) {
      fault.value = error;
    }
  };

  const inTurn = async (anew: boolean): Promise<void> => {
    await underWay;
    underWay = fetchPage(anew);
    await underWay;
    underWay = undefined;
  };

  let timer: number | undefined;
  const readAgain = (): void => {
    clearTimeout(timer);
    timer = window.setTimeout(() => void inTurn(true), settle);
  };
  onChanges({
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
  };
};

let albumsRead: Browse<Album> | undefined;
let artistsRead: Browse<Artist> | undefined;

/** The one list of albums: who comes back finds it as it was. */
export const browseAlbums = (): Browse<Album> =>
  (albumsRead ??= createBrowse(async (ask) => {
    const { albums, next } = await client.albums(ask);
    return { items: albums, next };
  }));

export const browseArtists = (): Browse<Artist> =>
  (artistsRead ??= createBrowse(async (ask) => {
    const { artists, next } = await client.artists(ask);
    return { items: artists, next };
  }));
