/** One piece of an upload that can go on later: from any place it has reached, to any place further on. */
import { notAudio, sniff, sniffLength } from "../audio/sniff.ts";
import type { Song } from "../song/song.ts";
import type { Store } from "../store/store.ts";
import { createAppender } from "./append.ts";
import type { Bell } from "./bell.ts";
import { createPartWriter, type PartWriter } from "./part-writer.ts";
import { readParts } from "./parts.ts";
import { endWaiting, startUpload, type UploadStart } from "./uploads.ts";

type Doors = { readonly store: Store; readonly bell: Bell };

/** The first bytes that are stored, where what follows them may still show that this is no sound. */
const storedBeginning = async (doors: Doors, { id }: Song, offset: number): Promise<Uint8Array> => {
  if (offset === 0) return new Uint8Array();
  const parts = readParts({ ...doors, signal: new AbortController().signal }, id);
  await parts.look();
  return parts.read(0, offset);
};

/** So many bytes as it takes to see that this is sound, or all there are. Throws Problem: not-audio. */
const readUntilKnown = async (
  stored: Uint8Array,
  body: AsyncIterator<Uint8Array>,
  whole = Infinity,
): Promise<Uint8Array> => {
  for (let bytes = stored; ;) {
    const sniffed = sniff(bytes, bytes.length >= Math.min(sniffLength, whole));
    if (sniffed.kind === "other") throw notAudio(sniffed.what);
    const { done, value } =
      sniffed.kind === "audio" ? { done: true, value: undefined } : await body.next();
    if (done === true || !value) return bytes.subarray(stored.length);
    bytes = Buffer.concat([bytes, value]);
  }
};

const writeAll = async (
  writer: PartWriter,
  first: Uint8Array,
  rest: AsyncIterator<Uint8Array>,
): Promise<void> => {
  await writer.push(first);
  for (;;) {
    const { done, value } = await rest.next();
    if (done === true) return;
    await writer.push(value);
  }
};

/** What came is stored also where no more came; where storing it failed, this fails too. */
const storeFrom = async (
  doors: Doors,
  song: Song,
  offset: number,
  first: Uint8Array,
  rest: AsyncIterator<Uint8Array>,
): Promise<void> => {
  const writer = createPartWriter(createAppender(doors, song), offset);
  try {
    await writeAll(writer, first, rest);
  } finally {
    await writer.end();
  }
};

/**
 * A new song, with the first bytes of its upload or none. `body` is what `receiveMore` has it.
 * Throws Problem: not-audio, before there is a song; and as `receiveMore` does.
 */
export const receiveFirst = async (
  doors: Doors,
  start: UploadStart,
  body: AsyncGenerator<Uint8Array>,
): Promise<void> => {
  const first = await readUntilKnown(new Uint8Array(), body, start.expectedBytes);
  const song = await startUpload(doors, start);
  await storeFrom(doors, song, 0, first, body);
};

/**
 * Stores what comes of `body` from this offset on, which the upload must have reached. Where the body breaks off,
 * what came of it is kept. Rejects as the body does. Throws Problem: not-audio, and as `appendPart`.
 */
export const receiveMore = async (
  doors: Doors,
  song: Song,
  offset: number,
  body: AsyncGenerator<Uint8Array>,
): Promise<void> => {
  const isKnown = offset >= sniffLength;
  const first = isKnown
    ? new Uint8Array()
    : await readUntilKnown(
        await storedBeginning(doors, song, offset),
        body,
        song.original.expectedBytes,
      );
  if (offset > 0) await endWaiting(doors.store, song.id);
  await storeFrom(doors, song, offset, first, body);
};
