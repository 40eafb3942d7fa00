/** The tags in a file, and its picture, by music-metadata. */
import { type ICommonTagsResult, parseBlob, selectCover } from "music-metadata";
import type { Tags } from "../song/song.ts";
import { cleanTags, mostOfLyrics, mostOfText } from "../song/tags.ts";
import { repairText } from "./repair.ts";

/** Bytes that can be read from anywhere. */
export type ByteSource = {
  readonly size: number;
  read(start: number, end: number): Promise<Uint8Array>;
};

export type FileTags = { readonly tags: Tags; readonly picture?: Uint8Array };

/** Bytes that the parser may ask for at once: a tag with a picture in it, or the index of an m4a. */
const longestRead = 64 * 1024 * 1024;

/** Texts of one kind, of which a file may have thousands. */
const mostTexts = 100;

const repaired = (text: string | undefined, most = mostOfText): string | undefined =>
  text === undefined ? undefined : repairText(text.slice(0, most));

const joined = (texts: readonly string[] | undefined, separator = ", "): string | undefined =>
  texts
    ?.slice(0, mostTexts)
    .map((text) => repaired(text))
    .join(separator);

const lyricsIn = ({ lyrics }: ICommonTagsResult): string | undefined => {
  const plain = lyrics?.find(({ text }) => text)?.text;
  const sung = lyrics?.[0]?.syncText.map(({ text }) => text).join("\n");
  return repaired(plain ?? sung, mostOfLyrics);
};

const tagsIn = (common: ICommonTagsResult): Tags =>
  cleanTags({
    title: repaired(common.title),
    artist: repaired(common.artist),
    album: repaired(common.album),
    albumArtist: repaired(common.albumartist),
    trackNumber: common.track.no ?? undefined,
    trackCount: common.track.of ?? undefined,
    discNumber: common.disk.no ?? undefined,
    discCount: common.disk.of ?? undefined,
    year: common.year,
    genre: joined(common.genre),
    compilation: common.compilation,
    composer: joined(common.composer),
    conductor: joined(common.conductor),
    lyrics: lyricsIn(common),
    trackGain: common.replaygain_track_gain?.dB,
    trackPeak: common.replaygain_track_peak?.ratio,
    albumGain: common.replaygain_album_gain?.dB,
    albumPeak: common.replaygain_album_peak?.ratio,
    musicBrainzRecordingId: common.musicbrainz_recordingid,
    musicBrainzTrackId: common.musicbrainz_trackid,
    musicBrainzAlbumId: common.musicbrainz_albumid,
    musicBrainzReleaseGroupId: common.musicbrainz_releasegroupid,
    musicBrainzArtistId: joined(common.musicbrainz_artistid, " "),
    musicBrainzAlbumArtistId: joined(common.musicbrainz_albumartistid, " "),
  });

/**
 * Whatever can be read of its tags; none where the file breaks off or is not what it seems. `withPicture`: the front
 * cover too, or whatever picture it has. Rejects only as `source.read` does.
 */
export const readFileTags = async (source: ByteSource, withPicture: boolean): Promise<FileTags> => {
  let failure: { readonly error: unknown } | undefined;
  const slice = (start: number, end: number) => ({
    arrayBuffer: async (): Promise<ArrayBuffer> => {
      if (end - start > longestRead) throw new Error("This tag is too long to be one.");
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
    const { common } = await parseBlob(blob, { skipCovers: !withPicture, duration: false });
    const picture = selectCover(common.picture)?.data;
    return { tags: tagsIn(common), ...(picture && { picture }) };
  } catch {
    if (failure) throw failure.error;
    return { tags: {} };
  }
};
