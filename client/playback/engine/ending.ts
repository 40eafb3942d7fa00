/**
 * The end of the last song, told to the element only shortly before it comes: Chromium's decoder does not forget it
 * when more is appended afterwards.
 */
import Hls from "hls.js/light";

/** Seconds before the end at which it is told. */
const shortly = 1;
/** Seconds by which what is buffered may fall short of it: rounding, and less than one frame. */
const rounding = 0.05;

export type Ending = {
  /** Seconds on the time line where it ends; undefined: more is to come. */
  set(end: number | undefined): void;
  destroy(): void;
};

const events = ["timeupdate", "seeked"] as const;

export const createEnding = (hls: Hls, audio: HTMLAudioElement): Ending => {
  let end: number | undefined;
  let told: number | undefined;

  const look = (): void => {
    if (end === undefined || end - audio.currentTime > shortly) return;
    const { buffered } = audio;
    const reached = buffered.length > 0 ? buffered.end(buffered.length - 1) : 0;
    if (reached < end - rounding) return;
    told = end;
    hls.trigger(Hls.Events.BUFFER_EOS, { type: "audio" });
  };

  const onReopened = (): void => {
    const { currentTime, ended } = audio;
    // A seek to the same place is what makes the decoder forget.
    if (told !== undefined && told !== end && !ended) audio.currentTime = currentTime;
    told = undefined;
  };

  hls.on(Hls.Events.MEDIA_ATTACHED, (_event, { mediaSource }) =>
    mediaSource?.addEventListener("sourceopen", onReopened),
  );
  hls.on(Hls.Events.FRAG_BUFFERED, look);
  // Taking away what lies far behind reopens what had been told its end.
  hls.on(Hls.Events.BUFFER_FLUSHED, look);
  for (const event of events) audio.addEventListener(event, look);
  return {
    set(now) {
      end = now;
      look();
    },
    destroy() {
      for (const event of events) audio.removeEventListener(event, look);
    },
  };
};
