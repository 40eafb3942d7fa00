/**
 * The engine: songs in, sound out. It knows one song that plays and the one that follows; queues, shuffling and what a
 * page shows are others' affairs.
 */
import type { Song } from "../../api-client/contract.ts";

export type Levelling = "track" | "album" | "off";

/** `auto` takes the best that the line and the browser can carry; the rest are names of renditions. */
export type Quality = "auto" | "a64" | "a128" | "a256" | "flac";

/** `waiting`: it should sound, and does not, for want of bytes. */
export type Status = "idle" | "loading" | "playing" | "paused" | "waiting";

export type EngineState = {
  readonly status: Status;
  readonly song: Song | undefined;
  /** Name of the rendition that sounds. */
  readonly rendition: string | undefined;
};

/** Why there is no sound. What can mend itself does so, and is told of all the same. */
export type Fault =
  | "server-away"
  | "offline"
  | "slow"
  | "deleted"
  | "codec"
  | "autoplay"
  | "token"
  | "unknown";

export type EngineEvents = {
  onState(state: EngineState): void;
  /** The song that followed plays now. */
  onNext(song: Song): void;
  /** The last song has ended. */
  onEnd(): void;
  /** Undefined: it is over. */
  onFault(fault: Fault | undefined, song: Song): void;
};

export type Engine = {
  /** Songs with what they are made of: these begin without a question. */
  know(songs: readonly Song[]): void;
  /** Fetches what the first sound takes: on pointerdown or keydown. */
  warm(song: Song): void;
  /** From so many seconds on. The first one must come from what a person does. */
  play(song: Song, at?: number): void;
  /** As `play`, without the sound: `resume` goes on from there. */
  load(song: Song, at?: number): void;
  /** What comes after the song that plays, without a gap; undefined: nothing. */
  follow(song: Song | undefined): void;
  /** A song that the engine has was changed: it grew, is ready, or was deleted. */
  update(song: Song): void;
  pause(): void;
  resume(): void;
  /** Tries again after a fault. */
  retry(): void;
  /** Seconds within the song. */
  seek(seconds: number): void;
  stop(): void;
  /** Seconds within the song. */
  readonly position: number;
  /** Seconds; undefined until it is known. */
  readonly duration: number | undefined;
  /** Seconds within the song that need no more loading, as far as they lie around `position`. */
  readonly buffered: readonly { readonly start: number; readonly end: number }[];
  /** False where a page may not set it (iOS): then levelling does nothing. */
  readonly canSetVolume: boolean;
  /** 0 to 1. */
  setVolume(volume: number): void;
  setMuted(muted: boolean): void;
  setLevelling(levelling: Levelling): void;
  setQuality(quality: Quality): void;
  destroy(): void;
};
