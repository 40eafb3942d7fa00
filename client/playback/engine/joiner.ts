/**
 * hls.js's way to the SourceBuffer, with joins that are exact to the sample: each segment is appended at its song's
 * own start, and append windows cut the encoder's priming and the padding of its last frame.
 */
import type { BufferAppendingData, BufferFlushingData, Events, HlsConfig } from "hls.js";
import Hls from "hls.js/light";
import { decodeTimeOf, fillLastFrame, withoutBeginning } from "./boxes.ts";
import { type Place, placeOf } from "./playlists.ts";
import type { Init } from "./renditions.ts";

type Whereabouts = {
  readonly init: Init;
  /** Seconds on the time line where the song starts. */
  readonly from: number;
};

export type Locate = (place: Place) => Whereabouts | undefined;

/** Seconds of the time line outside of which nothing is kept of what is appended. */
type Window = { readonly start: number; readonly end: number };

type Bytes = BufferAppendingData["data"];

/** What of hls.js 1.7.4's own controller is built upon; none of it is public, hence the exact version. */
type Internals = {
  readonly fragmentTracker: {
    removeFragmentsInRange(
      start: number,
      end: number,
      type: "main",
      withGapOnly: boolean,
      unbuffered: boolean,
    ): void;
  };
  readonly tracks: { readonly audio?: { readonly buffer?: SourceBuffer } };
  onBufferAppending(event: Events.BUFFER_APPENDING, data: BufferAppendingData): void;
  onBufferFlushing(event: Events.BUFFER_FLUSHING, data: BufferFlushingData): void;
  appendExecutor(data: Bytes, type: string): void;
};
type Controller = NonNullable<HlsConfig["bufferController"]>;

const setWindow = (buffer: SourceBuffer, { start, end }: Window): void => {
  // In this order: a start must never lie behind the end.
  buffer.appendWindowStart = 0;
  buffer.appendWindowEnd = end;
  buffer.appendWindowStart = start;
};

type Placed = { readonly data: Bytes; readonly offset: number; readonly window: Window };

/** Bytes of one fragment of a song, and where on the time line they go. */
const placed = (bytes: Bytes, { init: { priming, rate }, from }: Whereabouts): Placed => {
  const data = withoutBeginning(bytes);
  if (priming === 0) return { data, offset: from, window: { start: from, end: Infinity } };
  const decodeTime = decodeTimeOf(data);
  const offset = from - (decodeTime === 0 ? priming / rate : 0);
  const length = fillLastFrame(data, priming);
  const end = length === undefined ? Infinity : offset + (decodeTime + length) / rate;
  return { data, offset, window: { start: from, end } };
};

export const joiningController = (locate: Locate): Controller => {
  const Base = Hls.DefaultConfig.bufferController as unknown as new (
    ...args: unknown[]
  ) => Internals;

  class Joiner extends Base {
    readonly #windows = new WeakMap<Bytes, Window>();

    override onBufferAppending(event: Events.BUFFER_APPENDING, appending: BufferAppendingData) {
      const { frag, offset } = appending;
      const isMedia = offset !== undefined && frag.sn !== "initSegment";
      const where = isMedia ? locate(placeOf(frag.relurl ?? "")) : undefined;
      if (!where) return super.onBufferAppending(event, appending);
      const piece = placed(appending.data, where);
      this.#windows.set(piece.data, piece.window);
      super.onBufferAppending(event, { ...appending, data: piece.data, offset: piece.offset });
    }

    override onBufferFlushing(event: Events.BUFFER_FLUSHING, flushing: BufferFlushingData) {
      const { startOffset, endOffset } = flushing;
      // hls.js knows fragments by their numbers: it would take what was on its way for what comes in its place.
      this.fragmentTracker.removeFragmentsInRange(startOffset, endOffset, "main", false, true);
      super.onBufferFlushing(event, flushing);
    }

    override appendExecutor(data: Bytes, type: string): void {
      const window = this.#windows.get(data);
      const buffer = this.tracks.audio?.buffer;
      if (window && buffer && !buffer.updating) setWindow(buffer, window);
      super.appendExecutor(data, type);
    }
  }
  return Joiner as unknown as Controller;
};
