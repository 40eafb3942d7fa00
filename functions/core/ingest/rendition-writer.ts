/** Stores one rendition as its encoder writes it. What is stored already, by whomever, stays as it is. */
import type { LadderRung } from "../audio/ladder.ts";
import { createSegmenter, type Cut } from "../hls/segmenter.ts";
import { mediaPlaylist } from "../hls/playlist.ts";
import type { EncodingId, SongId } from "../song/song.ts";
import type { ChunkStore } from "../store/store.ts";

export type RenditionWriter = {
  readonly name: string;
  /** Segments that are stored. */
  readonly count: number;
  /** Media samples so far, in the rung's rate, priming included. */
  readonly length: number;
  /** Takes what the encoder wrote. */
  take(bytes: Uint8Array): Promise<void>;
  /** Stores the last segments, so that there are `count` in all. */
  end(count: number): Promise<void>;
  /** Stores the playlist of its first segments, unless a longer one is there. Gives its length in bytes. */
  publish(durations: readonly number[], sampleRate: number, done: boolean): Promise<number>;
};

export type Stored = { readonly bytes: number; readonly isNew: boolean };

type Options = {
  readonly chunks: ChunkStore;
  readonly songId: SongId;
  readonly encodingId: EncodingId;
  readonly rung: LadderRung;
  /** Hears of every chunk once it is stored, and counted. */
  readonly onStored: (stored: Stored) => void;
};

export const createRenditionWriter = ({
  chunks,
  songId,
  encodingId,
  rung,
  onStored,
}: Options): RenditionWriter => {
  const segmenter = createSegmenter(rung.unit);
  const path = `${encodingId}/${rung.name}`;
  let count = 0;

  const insert = async (name: string, bytes: Uint8Array): Promise<Stored> => {
    const isNew = await chunks.insert(songId, `${path}/${name}`, bytes);
    return { bytes: bytes.length, isNew };
  };

  const store = async ({ init, segments }: Cut): Promise<void> => {
    if (init) onStored(await insert("init.mp4", init));
    for (const { index, bytes } of segments) {
      const stored = await insert(`${index}.m4s`, bytes);
      count = index + 1;
      onStored(stored);
    }
  };

  return {
    name: rung.name,
    get count() {
      return count;
    },
    get length() {
      return segmenter.length;
    },
    take: (bytes) => store(segmenter.push(bytes)),
    end: (total) => store(segmenter.end(total)),
    async publish(durations, sampleRate, done) {
      const text = mediaPlaylist({ durations, sampleRate, done });
      const revision = durations.length + (done ? 1 : 0);
      await chunks.replace(songId, `${path}/media.m3u8`, Buffer.from(text), revision);
      return text.length;
    },
  };
};
