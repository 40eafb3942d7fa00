/** Play and pause: what is wanted, what is, and whether the browser lets it. */
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

type Options = {
  readonly elements: readonly HTMLAudioElement[];
  /** The one that is heard. */
  readonly now: () => HTMLAudioElement;
  readonly onChange: () => void;
  /** The browser wants a person to press something first. */
  readonly onRefused: () => void;
  /** Says whether there is more to come. */
  readonly onEnd: () => boolean;
};

const watched = ["playing", "waiting", "pause", "ended", "emptied"] as const;
type Watched = (typeof watched)[number];

export const createVoice = ({ elements, now, onChange, onRefused, onEnd }: Options): Voice => {
  let wanted = false;
  let sounded = false;
  let flowing = false;

  const start = (): void => {
    wanted = true;
    now()
      .play()
      .catch((error: unknown) => {
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
    for (const element of elements) element.pause();
    onChange();
  };

  const listeners: Record<Watched, () => void> = {
    playing() {
      sounded = flowing = true;
    },
    waiting() {
      flowing = false;
    },
    pause() {
      const { paused, ended, error } = now();
      // Not by us: a headphone was unplugged, or another app plays. What was paused by us may play again by now, and
      // what failed shall.
      if (paused && !ended && !error) wanted = false;
    },
    ended() {
      wanted = flowing = false;
      if (onEnd()) start();
    },
    emptied() {
      flowing = false;
    },
  };
  const heard = ({ type, target }: Event): void => {
    if (target !== now()) return;
    listeners[type as Watched]();
    onChange();
  };
  for (const element of elements) for (const type of watched) element.addEventListener(type, heard);

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
      for (const element of elements)
        for (const type of watched) element.removeEventListener(type, heard);
    },
  };
};
