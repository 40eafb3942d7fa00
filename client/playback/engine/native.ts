/** Songs where hls.js cannot play: the browser's own HLS, on two elements in turn, with a small gap between them. */
import type { Song } from "../../../api-client/contract.ts";
import { renditionFor } from "./renditions.ts";
import type { Sequence, SequenceParts } from "./sequence.ts";
import type { Client } from "./starts.ts";

type Options = SequenceParts & { readonly client: Client };

/** Seconds before the end of a song at which the next one begins to load. */
const loadAhead = 20;

/** ms and seconds: a song that fails again within them, at that place, is at fault itself. */
const soon = 60_000;
const near = 1;

type Side = { readonly element: HTMLAudioElement; song: Song | undefined; pending: number };

export const createNativeSequence = (options: Options): Sequence => {
  const { audio, client, supply, choice, events } = options;
  let now: Side = { element: audio, song: undefined, pending: 0 };
  let next: Side = { element: new Audio(), song: undefined, pending: 0 };
  let following: Song | undefined;

  const addressOf = (song: Song): string => {
    const start = supply.known(song)?.start;
    const { quality } = choice;
    const chosen =
      quality === "auto" || !start ? undefined : renditionFor(start, quality, () => true);
    const path = chosen?.url.replace("{n}.m4s", "media.m3u8") ?? song.hls;
    return new URL(path, client.streamingUrl(song)).href;
  };

  const put = (side: Side, song: Song | undefined, at = 0): void => {
    side.song = song;
    side.pending = at;
    if (song) side.element.src = addressOf(song);
    else side.element.removeAttribute("src");
    side.element.load();
  };

  const prepareNext = (): void => {
    if (next.song?.id === following?.id) return;
    const { duration, currentTime } = now.element;
    if (!following) put(next, undefined);
    else if (duration - currentTime < loadAhead) put(next, following);
  };

  const onMetadata = ({ target }: Event): void => {
    for (const side of [now, next])
      if (side.element === target && side.pending > 0) side.element.currentTime = side.pending;
  };

  const positionOf = ({ element, pending }: Side): number =>
    element.readyState === 0 ? pending : element.currentTime;

  /** What was put once more, after a fault that may have been its address's. */
  let mended = { id: "", at: 0, time: -Infinity };
  const wasMended = (id: string, at: number): boolean =>
    mended.id === id && Math.abs(mended.at - at) < near && performance.now() - mended.time < soon;

  const onError = async ({ target }: Event): Promise<void> => {
    const { song, element } = now;
    // Of the other one passOn finds out.
    if (target !== element || !song) return;
    const at = positionOf(now);
    const answer = await supply.ask(song, () => now.song === song);
    if (now.song !== song) return;
    if (!answer) events.onFault("deleted");
    else if (element.error?.code !== MediaError.MEDIA_ERR_NETWORK && wasMended(song.id, at))
      events.onFault("codec");
    else {
      mended = { id: song.id, at, time: performance.now() };
      put(now, answer, at);
      events.onSong(false);
    }
  };
  const failed = (event: Event): void => void onError(event);

  const elements = [now.element, next.element];
  for (const element of elements) {
    element.addEventListener("loadedmetadata", onMetadata);
    element.addEventListener("timeupdate", prepareNext);
    element.addEventListener("error", failed);
  }

  const again = (): void => {
    if (now.song) put(now, now.song, positionOf(now));
    events.onSong(false);
  };

  return {
    elements,
    get element() {
      return now.element;
    },
    get song() {
      return now.song;
    },
    rendition: undefined,
    get position() {
      return positionOf(now);
    },
    get duration() {
      const { duration } = now.element;
      // While a song grows, so does what the element believes.
      return now.song?.duration ?? (now.song?.state === "ready" ? duration : undefined);
    },
    get buffered() {
      const { buffered } = now.element;
      return Array.from({ length: buffered.length }, (_, n) => ({
        start: buffered.start(n),
        end: buffered.end(n),
      }));
    },

    go(song, at) {
      following = undefined;
      if (now.song?.id === song.id && !now.element.error) {
        now.element.currentTime = at;
        return false;
      }
      put(now, song, at);
      // Safari lets an element sound later when it was loaded within what a person did.
      put(next, undefined);
      return true;
    },

    passOn() {
      if (!following) return false;
      if (next.song?.id !== following.id || next.element.error) put(next, following);
      following = undefined;
      [now, next] = [next, now];
      events.onSong(true);
      return true;
    },

    follow(song) {
      following = song;
      prepareNext();
    },

    update(song) {
      const isGone = song.deletedAt !== undefined;
      if (following?.id === song.id) following = isGone ? undefined : song;
      if (now.song?.id === song.id && !isGone) now.song = song;
    },

    seek(seconds) {
      now.pending = seconds;
      if (now.element.readyState > 0) now.element.currentTime = seconds;
    },

    warm() {},

    again,
    climb: again,

    stop() {
      following = undefined;
      put(now, undefined);
      put(next, undefined);
    },

    destroy() {
      for (const element of elements) {
        element.removeEventListener("loadedmetadata", onMetadata);
        element.removeEventListener("timeupdate", prepareNext);
        element.removeEventListener("error", failed);
      }
      put(now, undefined);
      put(next, undefined);
    },
  };
};
