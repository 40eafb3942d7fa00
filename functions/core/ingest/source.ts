/** From an upload to what ffmpeg is fed with: the bytes in an order that a pipe can take, and what they are. */
import { Readable } from "node:stream";
import type { Bounds } from "../audio/ffmpeg/bounds.ts";
import { indexFirst, mp4Layout } from "../audio/mp4.ts";
import { probe, type Source } from "../audio/probe.ts";
import { type Demuxer, notAudio, sniff, sniffLength } from "../audio/sniff.ts";
import { Problem } from "../problem.ts";
import type { PartReader } from "./parts.ts";

/** Nothing can be done before the upload is complete. */
export class WaitsForEnd extends Error {
  override readonly name = "WaitsForEnd";
}

export type Content = {
  readonly source: Source;
  /** The first bytes of the file. */
  readonly beginning: Uint8Array;
  /** All bytes, for one reading. */
  read(): AsyncIterable<Uint8Array>;
  /** `read` gives the bytes in the order of the file. */
  readonly inOrder: boolean;
};

type Order = Pick<Content, "read" | "inOrder">;

const orderOf = async (parts: PartReader, demuxer: Demuxer): Promise<Order> => {
  const inOrder = { read: () => parts.all(), inOrder: true };
  if (demuxer !== "mov") return inOrder;
  for (;;) {
    const { size } = parts;
    const layout = await mp4Layout(parts, parts.complete);
    if (layout.kind === "index-first") return inOrder;
    if (layout.kind === "index-last")
      return { read: () => indexFirst(parts, layout), inOrder: false };
    if (layout.kind === "missing")
      throw new Problem("truncated", {
        detail: "The index at its end is missing. Upload it again from a good copy.",
      });
    // The first box that holds sound came before any index: that lies behind it. Else the header is still to come.
    if (size >= sniffLength) throw new WaitsForEnd();
    await parts.waitFor(size + 1);
  }
};

const probed = async (
  { read }: Order,
  beginning: Uint8Array,
  demuxer: Demuxer,
  bounds: Bounds,
): Promise<Source> => {
  const content = Readable.from(read());
  try {
    const found = await probe(content, beginning, demuxer, bounds);
    if (found === "video")
      throw new Problem("video", { detail: "Take its sound out first, then upload that." });
    if (found === "no-sound")
      throw new Problem("no-sound", { detail: "Is it the right file? Send one with music in it." });
    return found;
  } finally {
    content.destroy();
  }
};

/** Waits for as many bytes as it takes to know. Throws WaitsForEnd, and Problem for faults of the file. */
export const openContent = async (parts: PartReader, bounds: Bounds): Promise<Content> => {
  await parts.waitFor(sniffLength);
  const beginning = await parts.read(0, sniffLength);
  const sniffed = sniff(beginning, true);
  if (sniffed.kind !== "audio")
    throw notAudio(sniffed.kind === "other" ? sniffed.what : "no sound");
  const order = await orderOf(parts, sniffed.demuxer);
  const source = await probed(order, beginning, sniffed.demuxer, bounds);
  return { ...order, beginning, source };
};
