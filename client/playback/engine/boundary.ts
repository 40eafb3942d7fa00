/** Notices, to a few milliseconds, when the sound has gone over from one song to the next. */

export type Boundary = {
  /** Looks now, and again when the end that it finds ahead is reached. */
  look(): void;
  destroy(): void;
};

/** Timers may be late in a hidden page: the element's own events come all the same. */
const events = ["timeupdate", "playing", "seeked"] as const;
/** Seconds before the end from which on a timer is set for it. */
const near = 1;
/** ms: a timer that came a little early comes again. */
const soonest = 4;

/** `look`: gives the time on the time line where the song ends that is there now, if it does. */
export const watchBoundary = (
  audio: HTMLAudioElement,
  look: () => number | undefined,
): Boundary => {
  let timer: number | undefined;

  const lookAgain = (): void => {
    clearTimeout(timer);
    const end = look();
    if (end === undefined || audio.paused) return;
    const left = end - audio.currentTime;
    if (left < near) timer = window.setTimeout(lookAgain, Math.max(soonest, left * 1_000));
  };

  for (const event of events) audio.addEventListener(event, lookAgain);
  return {
    look: lookAgain,
    destroy() {
      clearTimeout(timer);
      for (const event of events) audio.removeEventListener(event, lookAgain);
    },
  };
};
