/** Segments that are being fetched or were fetched ahead: each address once. */
import { type Download, startDownload, type Surroundings } from "./download.ts";

/** Songs whose beginning is kept at hand. */
const mostWarm = 6;

export type Downloads = {
  get(url: string, songId: string): Download;
  /** Fetches it now, for a later `get`. */
  warm(url: string, songId: string): void;
  stop(): void;
};

export const createDownloads = (surroundings: Surroundings): Downloads => {
  const running = new Map<string, Download>();
  /** What lets go of it, by address; the oldest first. */
  const warm = new Map<string, () => void>();

  const cool = (url: string): void => {
    warm.get(url)?.();
    warm.delete(url);
    running.delete(url);
  };

  const get = (url: string, songId: string): Download => {
    const known = running.get(url);
    if (known) return known;
    const download = startDownload(url, songId, surroundings, () => {
      if (!warm.has(url)) running.delete(url);
    });
    running.set(url, download);
    return download;
  };

  return {
    get,
    warm(url, songId) {
      if (warm.has(url)) return;
      warm.set(url, get(url, songId).read({ onFragment() {}, onEnd() {} }));
      for (const oldest of [...warm.keys()].slice(0, -mostWarm)) cool(oldest);
    },
    stop() {
      for (const url of warm.keys()) cool(url);
    },
  };
};
