/** The audio element's play and pause: what is wanted, what is, and whether the browser lets it. */
import type { Status } from "../engine.ts";

export type Voice = {
  /** It should sound. */
  readonly wanted: boolean;
  /** `loading` until it has sounded for the first time since `renew`. */
  readonly status: Exclude<Status, "idle">;
  /** Another song is loaded: what was, counts no longer. */
  renew(): void;
  start(): void;
  pause(): void;
  destroy(): void;
};

export type VoiceEvents = {
  onChange(): void;
  /** The browser wants a person to press something first. */
  onRefused(): void;
  onEnd(): void;
};

const watched = ["playing", "waiting", "pause", "ended", "seeked", "emptied"] as const;

export const createVoice = (
  audio: HTMLAudioElement,
  { onChange, onRefused, onEnd }: VoiceEvents,
): Voice => {
  let wanted = false;
  let sounded = false;
  let flowing = false;

  const listeners: Record<(typeof watched)[number], () => void> = {
    playing() {
      sounded = flowing = true;
    },
    waiting() {
      flowing = false;
    },
    pause() {
      // Not by us: a headphone was unplugged, or another app plays.
      if (!audio.ended) wanted = false;
    },
    ended() {
      wanted = flowing = false;
    },
    seeked() {},
    emptied() {
      flowing = false;
    },
  };
  const heard = ({ type }: Event): void => {
    listeners[type as (typeof watched)[number]]();
    onChange();
    if (type === "ended") onEnd();
  };
  for (const type of watched) audio.addEventListener(type, heard);

  const start = (): void => {
    wanted = true;
    audio.play().catch((error: unknown) => {
      // An AbortError only says that something else came in between.
      if ((error as Error).name !== "NotAllowedError" || !wanted) return;
      wanted = false;
      onRefused();
      onChange();
    });
    onChange();
  };

  const pause = (): void => {
    wanted = false;
    audio.pause();
    onChange();
  };

  return {
    get wanted() {
      return wanted;
    },
    get status() {
      if (!wanted) return "paused";
      if (flowing) return "playing";
      return sounded ? "waiting" : "loading";
    },
    renew() {
      sounded = flowing = false;
    },
    start,
    pause,
    destroy() {
      for (const type of watched) audio.removeEventListener(type, heard);
    },
  };
};
