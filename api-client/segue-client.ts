/** Segue's API, typed, for the browser and Node. */
import { followChanges, type ChangesOptions, type LibraryChanges } from "./changes.ts";
import type { Doctor, Song, SongChange, Stats } from "./contract.ts";
import type { CoverOptions } from "./cover.ts";
import { SegueError, unknownSong } from "./errors.ts";
import type { InsertOptions } from "./insert.ts";
import type { OriginalFile, OriginalOptions } from "./original.ts";
import {
  type Abortable,
  type AlbumPage,
  type AlbumPageQuery,
  albumPage,
  type ArtistPage,
  artistPage,
  type BrowsePageQuery,
  everySong,
  type PageQuery,
  type SongPage,
  songPage,
} from "./paging.ts";
import type { Source } from "./source.ts";
import { type ClientOptions, createTransport, type Transport } from "./transport.ts";
import type { UpdateOptions } from "./update.ts";

export type * from "./changes.ts";
export type { CoverOptions } from "./cover.ts";
export * from "./errors.ts";
export type { InsertOptions, Progress, UploadAccount } from "./insert.ts";
export type { OriginalFile, OriginalOptions } from "./original.ts";
export type {
  Abortable,
  AlbumPage,
  AlbumPageQuery,
  ArtistPage,
  BrowsePageQuery,
  PageQuery,
  SongPage,
} from "./paging.ts";
export type { Flow, Rereadable, Source } from "./source.ts";
export type { ClientOptions, Token } from "./transport.ts";
export type { UpdateOptions } from "./update.ts";

/** Other ids would change the address. Throws SegueError: unknown-song. */
const checkedId = (id: string): string => {
  if (!/^[\w-]{21}$/.test(id)) throw unknownSong();
  return id;
};

const songPath = (id: string, rest = ""): string => `songs/${checkedId(id)}${rest}`;

const absent: ReadonlySet<string> = new Set(["unknown-song", "song-deleted"]);

// What a page that only lists and plays has no need of comes when it is first called.
/**
 * Every method rejects with SegueError when the server refuses, ServerAway when there is none, NotSegue when something
 * else answers, and the signal's reason when it is aborted. What may pass is tried again first, for `retryFor` ms.
 */
export class SegueClient {
  readonly #transport: Transport;

  constructor(options: ClientOptions) {
    this.#transport = createTransport(options);
  }

  /**
   * Uploads a song; settles when every byte of it is durable. Where its source can be read again, so can it be sent,
   * and never makes two songs. Rejects with the source's own error, too.
   */
  async insert(source: Source, options: InsertOptions = {}): Promise<Song> {
    const { insertSong } = await import("./insert.ts");
    return insertSong(this.#transport, source, options);
  }

  /** Of an upload that broke off nothing shall stay. */
  async abandon(id: string, { signal }: Abortable = {}): Promise<void> {
    const path = `uploads/${checkedId(id)}`;
    const headers = { "Tus-Resumable": "1.0.0" };
    await this.#transport.call({ path, method: "DELETE", headers, signal }, async () => {});
  }

  /** Song by song, over all pages, each fetched when it is come to. */
  list(query: PageQuery = {}, options: Abortable = {}): AsyncGenerator<Song, void, undefined> {
    return everySong(this.#transport, query, options);
  }

  page(query: PageQuery = {}, options: Abortable = {}): Promise<SongPage> {
    return songPage(this.#transport, query, options);
  }

  artists(query: BrowsePageQuery = {}, options: Abortable = {}): Promise<ArtistPage> {
    return artistPage(this.#transport, query, options);
  }

  albums(query: AlbumPageQuery = {}, options: Abortable = {}): Promise<AlbumPage> {
    return albumPage(this.#transport, query, options);
  }

  stats({ signal }: Abortable = {}): Promise<Stats> {
    return this.#transport.json({ path: "stats", signal });
  }

  /** Whether the server has what it needs. For those with a token. */
  doctor({ signal }: Abortable = {}): Promise<Doctor> {
    return this.#transport.json({ path: "doctor", signal });
  }

  /** Undefined for a song that is not there, be it unknown or deleted. */
  async get(id: string, { signal }: Abortable = {}): Promise<Song | undefined> {
    try {
      return await this.#transport.json<Song>({ path: songPath(id), signal });
    } catch (error) {
      if (error instanceof SegueError && absent.has(error.slug)) return undefined;
      throw error;
    }
  }

  /** Changes tags; null removes one. With `revision`, only if nobody has changed the song since. */
  async update(id: string, change: SongChange, options: UpdateOptions = {}): Promise<Song> {
    const { updateSong } = await import("./update.ts");
    return updateSong(this.#transport, songPath(id), change, options);
  }

  /** Puts another picture in the place of its cover, a JPEG, PNG, WebP or GIF file; null: none, the file's own neither. */
  async setCover(id: string, picture: Blob | null, options: CoverOptions = {}): Promise<Song> {
    const { setCover } = await import("./cover.ts");
    return setCover(this.#transport, songPath(id, "/cover"), picture, options);
  }

  /** It can be restored for a day. */
  async remove(id: string, { signal }: Abortable = {}): Promise<void> {
    const call = { path: songPath(id), method: "DELETE", signal };
    await this.#transport.call(call, async () => {});
  }

  async restore(id: string, { signal }: Abortable = {}): Promise<Song> {
    return this.#transport.json({ path: songPath(id, "/restore"), method: "POST", signal });
  }

  /** Prepares it once more; what plays goes on playing meanwhile. */
  async encode(id: string, { signal }: Abortable = {}): Promise<Song> {
    const path = songPath(id, "/encode");
    return this.#transport.json({ path, method: "POST", signal, repeatable: false });
  }

  /** What happens in the library, until the signal is aborted. Goes on by itself after failures. */
  changes(options: ChangesOptions = {}): AsyncGenerator<LibraryChanges, void, undefined> {
    return followChanges(this.#transport, options);
  }

  /** Where the file is that was uploaded. */
  originalUrl(id: string): URL {
    return this.#transport.address(songPath(id, "/original"));
  }

  async original(id: string, options: OriginalOptions = {}): Promise<OriginalFile> {
    const { fetchOriginal } = await import("./original.ts");
    return fetchOriginal(this.#transport, songPath(id, "/original"), options);
  }

  /** Where a song's chunks are: what its relative URLs are relative to. */
  streamingUrl({ streaming }: Pick<Song, "streaming">): URL {
    return new URL(streaming, this.#transport.base);
  }
}
