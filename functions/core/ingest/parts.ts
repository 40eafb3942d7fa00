/** Reading an original from its parts: from the start while it grows, or from anywhere. */
import type { SongId } from "../song/song.ts";
import type { ByteSource } from "../audio/tags.ts";
import type { Store } from "../store/store.ts";
import type { Bell } from "./bell.ts";

export const partName = (offset: number): string => `parts/${String(offset).padStart(16, "0")}`;

const offsetOf = (name: string): number => Number(name.slice("parts/".length));

/** The upload has ended otherwise than by its last byte: deleted, purged or failed. Nothing to do any more. */
export class UploadGone extends Error {
  override readonly name = "UploadGone";
}

/** Nothing has come of an upload for long that can go on later. */
export class UploadStopped extends Error {
  override readonly name = "UploadStopped";
  /** So many had come. */
  readonly bytes: number;
  constructor(id: SongId, bytes: number) {
    super(`${id} has stopped at byte ${bytes}.`);
    this.bytes = bytes;
  }
}

/** A look at the store after so many ms, when no ring came. */
const lookAgain = 500;

type Part = { readonly offset: number; readonly bytes: Uint8Array };

export type PartReader = ByteSource & {
  /** Bytes that are durable, as of the last look. */
  readonly size: number;
  readonly complete: boolean;
  /** Looks at the store again. Rejects with UploadGone. */
  look(): Promise<void>;
  /** Settles once there are so many bytes, or all of them. Rejects with UploadGone, UploadStopped, and as the signal says. */
  waitFor(bytes: number): Promise<void>;
  /** Bytes of `[start, end)`, in pieces. All of them must be there. */
  range(start: number, end: number): AsyncGenerator<Uint8Array>;
  /** All bytes from the first to the last, those that are still to come too. */
  all(): AsyncIterable<Uint8Array>;
};

type Doors = {
  readonly store: Store;
  readonly bell: Bell;
  readonly signal: AbortSignal;
  /** ms: an upload that can go on later is waited for so long, from one byte to the next; without it, for ever. */
  readonly patience?: number;
};

export const readParts = (
  { store, bell, signal, patience = Infinity }: Doors,
  id: SongId,
): PartReader => {
  let size = 0;
  let complete = false;
  let isResumable = false;
  let listed: { readonly offsets: readonly number[]; readonly size: number } | undefined;
  let last: Part | undefined;

  const look = async (): Promise<void> => {
    signal.throwIfAborted();
    const song = await store.songs.get(id);
    const gone = !song || song.deletedAt !== undefined;
    if (gone || (song.state === "failed" && !song.original.complete)) throw new UploadGone(id);
    size = song.original.bytes;
    complete = song.original.complete;
    isResumable = song.original.resumable !== undefined;
  };

  const waitFor = async (bytes: number): Promise<void> => {
    if (size === 0) await look();
    let grown = { size, at: performance.now() };
    while (size < bytes && !complete) {
      await bell.wait(id, lookAgain, signal);
      await look();
      const now = performance.now();
      if (size > grown.size) grown = { size, at: now };
      else if (isResumable && now - grown.at > patience) throw new UploadStopped(id, size);
    }
  };

  const fetchPart = async (offset: number): Promise<Part> => {
    const chunk = await store.chunks.get(id, partName(offset));
    if (!chunk) {
      // It may have been given up in between.
      await look();
      throw new Error(`Part ${offset} of song ${id} is missing.`);
    }
    return { offset, bytes: chunk.bytes };
  };

  /** The part that holds this place. */
  const partAround = async (place: number): Promise<Part> => {
    if (last && place >= last.offset && place < last.offset + last.bytes.length) return last;
    if (!listed || place >= listed.size) {
      const names = await store.chunks.list(id, "parts/");
      listed = { offsets: names.map(({ name }) => offsetOf(name)), size };
    }
    const offset = listed.offsets.findLast((start) => start <= place);
    if (offset === undefined) throw new Error(`Song ${id} has no part for byte ${place}.`);
    last = await fetchPart(offset);
    return last;
  };

  async function* range(start: number, end: number): AsyncGenerator<Uint8Array> {
    for (let place = start; place < end;) {
      const { offset, bytes } = await partAround(place);
      const piece = bytes.subarray(place - offset, end - offset);
      if (piece.length === 0) throw new Error(`Song ${id} has no byte ${place}.`);
      yield piece;
      place += piece.length;
    }
  }

  return {
    get size() {
      return size;
    },
    get complete() {
      return complete;
    },
    look,
    waitFor,
    range,

    async read(start, end) {
      const pieces: Uint8Array[] = [];
      for await (const piece of range(start, Math.min(end, size))) pieces.push(piece);
      return pieces.length === 1 && pieces[0] ? pieces[0] : Buffer.concat(pieces);
    },

    all() {
      let offset = 0;
      // A generator would hold each part until the next is wanted.
      const next = async (): Promise<IteratorResult<Uint8Array, undefined>> => {
        signal.throwIfAborted();
        await waitFor(offset + 1);
        if (offset >= size) return { done: true, value: undefined };
        const { bytes } = last?.offset === offset ? last : await fetchPart(offset);
        offset += bytes.length;
        return { done: false, value: bytes };
      };
      return { [Symbol.asyncIterator]: () => ({ next }) };
    },
  };
};
