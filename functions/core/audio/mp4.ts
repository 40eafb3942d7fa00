/**
 * MP4 files whose index (`moov`) stands behind the sound it describes (`mdat`). A reader of a pipe needs it first:
 * the same bytes are read in another order, with the offsets in the index moved by its own length.
 */
import type { ByteSource } from "./tags.ts";

type TopBox = { readonly type: string; readonly start: number; readonly end: number };

/** `waits`: the index is still to come. `missing`: there is none. */
export type Mp4Layout =
  | { readonly kind: "index-first" | "waits" | "missing" }
  | { readonly kind: "index-last"; readonly index: TopBox; readonly header: TopBox | undefined };

const longestIndex = 64 * 1024 * 1024;
const containers = new Set(["trak", "mdia", "minf", "stbl"]);

const viewOf = (bytes: Uint8Array): DataView =>
  new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);

const typeAt = (bytes: Uint8Array, offset: number): string =>
  String.fromCharCode(...bytes.subarray(offset, offset + 4));

/** The box at this place; undefined where the file has no whole header there. */
const boxAt = async (source: ByteSource, start: number): Promise<TopBox | undefined> => {
  const header = await source.read(start, Math.min(start + 16, source.size));
  if (header.length < 8) return undefined;
  const view = viewOf(header);
  const size = view.getUint32(0);
  const type = typeAt(header, 4);
  if (size === 0) return { type, start, end: source.size };
  if (size !== 1) return size < 8 ? undefined : { type, start, end: start + size };
  return header.length < 16
    ? undefined
    : { type, start, end: start + Number(view.getBigUint64(8)) };
};

/** `complete`: the source will not grow any more. */
export const mp4Layout = async (source: ByteSource, complete: boolean): Promise<Mp4Layout> => {
  let header: TopBox | undefined;
  let soundSeen = false;
  for (let start = 0; ;) {
    const box = await boxAt(source, start);
    if (!box) return { kind: complete ? "missing" : "waits" };
    if (box.type === "moov") {
      if (!soundSeen) return { kind: "index-first" };
      const whole = box.end <= source.size && box.end - box.start <= longestIndex;
      return whole
        ? { kind: "index-last", index: box, header }
        : { kind: complete ? "missing" : "waits" };
    }
    if (box.type === "ftyp") header = box;
    if (box.type === "mdat") soundSeen = true;
    if (box.end <= start) return { kind: "missing" };
    start = box.end;
  }
};

/** Adds `shift` to the chunk offsets that lie before the index (stco and co64: ISO/IEC 14496-12, 8.7.5). */
const moveOffsets = (bytes: Uint8Array, index: TopBox, shift: number): void => {
  const view = viewOf(bytes);
  const walk = (from: number, to: number): void => {
    for (let at = from; at + 8 <= to;) {
      const size = view.getUint32(at);
      if (size < 8 || at + size > to) return;
      const type = typeAt(bytes, at + 4);
      if (containers.has(type)) walk(at + 8, at + size);
      const count = type === "stco" || type === "co64" ? view.getUint32(at + 12) : 0;
      const width = type === "co64" ? 8 : 4;
      for (let n = 0, place = at + 16; n < count && place + width <= at + size; n++, place += width)
        movePlace(place, width);
      at += size;
    }
  };
  const movePlace = (place: number, width: number): void => {
    const offset = width === 8 ? Number(view.getBigUint64(place)) : view.getUint32(place);
    if (offset >= index.start) return;
    if (width === 8) view.setBigUint64(place, BigInt(offset + shift));
    else view.setUint32(place, offset + shift);
  };
  walk(8, bytes.length);
};

type Ranges = { range(start: number, end: number): AsyncIterable<Uint8Array> };

/** The file's bytes with the index behind its header. */
export async function* indexFirst(
  source: ByteSource & Ranges,
  { index, header }: Extract<Mp4Layout, { kind: "index-last" }>,
): AsyncGenerator<Uint8Array> {
  const insertAt = header?.end ?? 0;
  const moved = (await source.read(index.start, index.end)).slice();
  moveOffsets(moved, index, index.end - index.start);
  yield* source.range(0, insertAt);
  yield moved;
  yield* source.range(insertAt, index.start);
  yield* source.range(index.end, source.size);
}
