/** Songs one after another: the one that plays, and the one that follows it. */
import type { Song } from "../../../api-client/contract.ts";
import type { Fault } from "../engine.ts";
import type { Choice } from "./choice.ts";
import type { Supply } from "./supply.ts";
import type { Range } from "./timeline.ts";

export type SequenceEvents = {
  /** Another song plays. `byItself`: as the one before was over. */
  onSong(byItself: boolean): void;
  onRendition(): void;
  /** Of the song that plays; it will not mend itself. */
  onFault(fault: Fault): void;
};

export type SequenceParts = {
  readonly audio: HTMLAudioElement;
  readonly supply: Supply;
  readonly choice: Choice;
  readonly events: SequenceEvents;
};

export type Sequence = {
  readonly elements: readonly HTMLAudioElement[];
  /** The one that is heard. */
  readonly element: HTMLAudioElement;
  /** The song that plays. */
  readonly song: Song | undefined;
  readonly rendition: string | undefined;
  readonly position: number;
  readonly duration: number | undefined;
  readonly buffered: readonly Range[];
  /** The song, from so many seconds on. Says whether it has to be loaded anew. */
  go(song: Song, at: number): boolean;
  /** An element has come to its end. Says whether another one goes on. */
  passOn(): boolean;
  follow(song: Song | undefined): void;
  update(song: Song): void;
  seek(seconds: number): void;
  /** Somebody presses, and may yet let go elsewhere: what plays, plays on. */
  warm(song: Song): void;
  /** The song once more, after a fault that would not mend itself. */
  again(): void;
  /** The choice of quality is another one. */
  climb(): void;
  stop(): void;
  destroy(): void;
};
