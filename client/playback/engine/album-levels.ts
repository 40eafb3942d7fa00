/** How loud albums are as a whole: the mean power of their songs by their length, as the server reckons it. */
import type { Song } from "../../../api-client/contract.ts";
import type { SegueClient } from "../../../api-client/segue-client.ts";

export type AlbumClient = Pick<SegueClient, "page">;

/** Songs of an album that are looked at. */
const most = 500;

/** LUFS; undefined where no song of it has been measured. */
const loudnessOf = (songs: readonly Song[]): number | undefined => {
  let seconds = 0;
  let energy = 0;
  for (const { loudness, duration } of songs) {
    if (!loudness || !duration) continue;
    seconds += duration;
    energy += duration * 10 ** (loudness.integrated / 10);
  }
  return seconds === 0 ? undefined : 10 * Math.log10(energy / seconds);
};

export type AlbumLevels = {
  /** LUFS; undefined where that is not known, or not yet. */
  of(song: Song): number | undefined;
  /** Finds out, ahead of time. */
  ask(song: Song): void;
};

export const createAlbumLevels = (client: AlbumClient, onFound: () => void): AlbumLevels => {
  const known = new Map<string, number | undefined>();
  return {
    of: ({ albumId = "" }) => known.get(albumId),
    ask({ albumId }) {
      if (albumId === undefined || known.has(albumId)) return;
      known.set(albumId, undefined);
      client.page({ albumId, limit: most }).then(
        ({ songs }) => {
          known.set(albumId, loudnessOf(songs));
          onFound();
        },
        // Until it can be asked for, each song has its own level.
        () => known.delete(albumId),
      );
    },
  };
};
