/** The tags in a file, by music-metadata. */
import { type IAudioMetadata, parseBlob } from "music-metadata";
import type { Tags } from "../song/song.ts";
import { cleanTags } from "../song/tags.ts";

/** Bytes that can be read from anywhere. */
export type ByteSource = {
  readonly size: number;
  read(start: number, end: number): Promise<Uint8Array>;
};

const tagsIn = ({ common }: IAudioMetadata): Tags =>
  cleanTags({
    title: common.title,
    artist: common.artist,
    album: common.album,
    albumArtist: common.albumartist,
    trackNumber: common.track.no ?? undefined,
    discNumber: common.disk.no ?? undefined,
    year: common.year,
    genre: common.genre?.join(", "),
    compilation: common.compilation,
    composer: common.composer?.join(", "),
    lyrics: common.lyrics?.find(({ text }) => text)?.text,
  });

/**
 * Whatever can be read of its tags; none where the file breaks off or is not what it seems.
 * Rejects only as `source.read` does.
 */
export const readTags = async (source: ByteSource): Promise<Tags> => {
  let failure: { readonly error: unknown } | undefined;
  const slice = (start: number, end: number) => ({
    arrayBuffer: async (): Promise<ArrayBuffer> => {
      try {
        return new Uint8Array(await source.read(start, end)).buffer;
      } catch (error) {
        failure = { error };
        throw error;
      }
    },
  });
  // All that the parser uses of a Blob.
  const blob = { size: source.size, type: "", slice } as unknown as Blob;
  try {
    return tagsIn(await parseBlob(blob, { skipCovers: true, duration: false }));
  } catch {
    if (failure) throw failure.error;
    return {};
  }
};
