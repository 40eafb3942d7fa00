/** How hls.js gets at playlists and init.mp4s, which are in memory, and at segments, fragment by fragment. */
import type {
  FragmentLoaderContext,
  Loader,
  LoaderCallbacks,
  LoaderConfiguration,
  LoaderContext,
  LoaderStats,
  PlaylistLoaderContext,
} from "hls.js";
import { toSongTime, withNextBegun } from "./boxes.ts";
import type { Download } from "./download.ts";
import { type Place, placeOf } from "./playlists.ts";
import type { Init } from "./renditions.ts";

export type Library = {
  playlist(url: string): string;
  /** hls.js is told to read a playlist, rather than that it wants to: then it is ready for it at once. */
  readonly rereading: boolean;
  /** Undefined: the song has left the time line. */
  initAt(place: Place): Init | undefined;
  open(place: Place): Download | undefined;
};

const newStats = (): LoaderStats => ({
  aborted: false,
  loaded: 0,
  retry: 0,
  total: 0,
  chunkCount: 0,
  bwEstimate: 0,
  loading: { start: 0, first: 0, end: 0 },
  parsing: { start: 0, end: 0 },
  buffering: { start: 0, first: 0, end: 0 },
});

const arrived = (stats: LoaderStats, bytes: number): void => {
  const now = performance.now();
  Object.assign(stats.loading, { start: now, first: now, end: now });
  stats.loaded = stats.total = bytes;
};

/** What was fetched ahead counts as fetched just now, in the time that it took: hls.js measures the line by it. */
const note = (stats: LoaderStats, { loaded, total, times }: Download): void => {
  const ahead = times.end > 0 ? performance.now() - times.end : 0;
  stats.loaded = loaded;
  stats.total = total;
  const { start, first, end } = times;
  Object.assign(stats.loading, { start: start + ahead, first: first && first + ahead });
  stats.loading.end = end && end + ahead;
};

const emptyOf = <T extends LoaderContext>() => ({
  context: null as T | null,
  stats: newStats(),
});

/** hls.js makes these with `new`. */
export const playlistLoader = (library: Library) =>
  class implements Loader<PlaylistLoaderContext> {
    context = emptyOf<PlaylistLoaderContext>().context;
    stats = newStats();

    load(
      context: PlaylistLoaderContext,
      _config: LoaderConfiguration,
      { onSuccess }: LoaderCallbacks<PlaylistLoaderContext>,
    ): void {
      this.context = context;
      const answer = (): void => {
        if (this.context !== context) return;
        const data = library.playlist(context.url);
        arrived(this.stats, data.length);
        onSuccess({ url: context.url, data, code: 200 }, this.stats, context, null);
      };
      if (library.rereading) answer();
      else queueMicrotask(answer);
    }

    abort(): void {
      this.context = null;
    }

    destroy(): void {
      this.context = null;
    }
  };

export const segmentLoader = (library: Library) =>
  class implements Loader<FragmentLoaderContext> {
    context = emptyOf<FragmentLoaderContext>().context;
    stats = newStats();
    #callbacks: LoaderCallbacks<FragmentLoaderContext> | undefined;
    #stop: (() => void) | undefined;

    load(
      context: FragmentLoaderContext,
      _config: LoaderConfiguration,
      callbacks: LoaderCallbacks<FragmentLoaderContext>,
    ): void {
      this.context = context;
      this.#callbacks = callbacks;
      const place = placeOf(context.frag.relurl ?? "");
      const init = library.initAt(place);
      if (!init) return;
      if (place.segment === "init") this.#giveInit(context, init);
      else this.#stream(context, place, init);
    }

    #giveInit(context: FragmentLoaderContext, { bytes }: Init): void {
      const data = bytes.slice().buffer;
      arrived(this.stats, data.byteLength);
      this.#callbacks?.onSuccess({ url: context.url, data, code: 200 }, this.stats, context, null);
    }

    #stream(context: FragmentLoaderContext, place: Place, { priming }: Init): void {
      const download = library.open(place);
      if (!download) return;
      const { stats } = this;
      stats.loading.start = performance.now();
      this.#stop = download.read({
        onFragment: (shared) => {
          const fragment = withNextBegun(shared);
          toSongTime(fragment, priming);
          note(stats, download);
          this.#callbacks?.onProgress?.(stats, context, fragment.buffer, null);
        },
        onEnd: () => {
          note(stats, download);
          const response = { url: context.url, data: new ArrayBuffer(0), code: 200 };
          this.#callbacks?.onSuccess(response, stats, context, null);
        },
      });
    }

    abort(): void {
      this.#stop?.();
      this.stats.aborted = true;
      const { context } = this;
      if (context) this.#callbacks?.onAbort?.(this.stats, context, null);
    }

    destroy(): void {
      this.#stop?.();
      this.#callbacks = undefined;
    }
  };
