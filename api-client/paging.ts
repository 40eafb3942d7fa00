/** Lists, a page at a time. */
import type { Album, Artist, ListQuery, Song } from "./contract.ts";
import { json } from "./answers.ts";
import type { Transport } from "./transport.ts";

type Page = {
  /** Cursor of the page after this one; absent on the last. */
  readonly next?: string;
};
export type SongPage = Page & {
  readonly songs: readonly Song[];
  /** Of all pages; with `count: true`. */
  readonly total?: number;
};
export type ArtistPage = Page & { readonly artists: readonly Artist[] };
export type AlbumPage = Page & { readonly albums: readonly Album[] };

export type PageQuery = { readonly [K in keyof ListQuery]?: ListQuery[K] | undefined };
export type BrowsePageQuery = Pick<PageQuery, "q" | "limit" | "cursor">;
export type AlbumPageQuery = Pick<PageQuery, "q" | "artist" | "limit" | "cursor">;
export type Abortable = { readonly signal?: AbortSignal | undefined };

/** RFC 8288: the Link names the next page's address, relative to this one's; its cursor says it all. */
const nextIn = ({ headers, url }: Response): Page => {
  const target = /<([^>]*)>;\s*rel="?next"?/.exec(headers.get("Link") ?? "")?.[1];
  const cursor = target === undefined ? null : new URL(target, url).searchParams.get("cursor");
  return cursor === null ? {} : { next: cursor };
};

const totalIn = ({ headers }: Response): Pick<SongPage, "total"> => {
  const total = headers.get("X-Total-Count");
  return total === null ? {} : { total: Number(total) };
};

export const songPage = (
  transport: Transport,
  query: PageQuery,
  { signal }: Abortable,
): Promise<SongPage> =>
  transport.call({ path: "songs", query, signal }, async (response) => ({
    songs: await json<Song[]>(response),
    ...nextIn(response),
    ...totalIn(response),
  }));

export const artistPage = (
  transport: Transport,
  query: BrowsePageQuery,
  { signal }: Abortable,
): Promise<ArtistPage> =>
  transport.call({ path: "artists", query, signal }, async (response) => ({
    artists: await json<Artist[]>(response),
    ...nextIn(response),
  }));

export const albumPage = (
  transport: Transport,
  query: AlbumPageQuery,
  { signal }: Abortable,
): Promise<AlbumPage> =>
  transport.call({ path: "albums", query, signal }, async (response) => ({
    albums: await json<Album[]>(response),
    ...nextIn(response),
  }));

/** Song by song over all pages; a page is fetched when it is come to. */
export async function* everySong(
  transport: Transport,
  query: PageQuery,
  options: Abortable,
): AsyncGenerator<Song, void, undefined> {
  for (let cursor = query.cursor; ;) {
    const { songs, next } = await songPage(transport, { ...query, cursor }, options);
    yield* songs;
    if (next === undefined) return;
    cursor = next;
  }
}
