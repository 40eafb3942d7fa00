/** What to do when hls.js gives up: at most one attempt in a while, or it would never end. */
import type { ErrorData } from "hls.js";
import Hls from "hls.js/light";
import type { Fault } from "../engine.ts";

/** ms. */
const pause = 5_000;

export type Mending = {
  /** The same song in the same hls.js. */
  recover(): void;
  /** The same song in a new one. */
  restart(): void;
  /** FLAC sounds, or should. */
  isFlac(): boolean;
  giveUpFlac(): boolean;
  onFault(fault: Fault): void;
};

export const createMending = (ways: Mending) => {
  let last = -Infinity;
  return ({ fatal, type }: ErrorData): void => {
    if (!fatal) return;
    const isMedia = type === Hls.ErrorTypes.MEDIA_ERROR;
    const again = performance.now() - last < pause;
    last = performance.now();
    if (isMedia && !again) ways.recover();
    else if (isMedia && ways.isFlac() && ways.giveUpFlac()) ways.restart();
    else if (!again) ways.restart();
    else ways.onFault(isMedia ? "codec" : "unknown");
  };
};
