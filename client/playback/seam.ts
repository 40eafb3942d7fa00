import type { Song } from "../../api-client/contract.ts";

type Place = Pick<Song, "albumId" | "discNumber" | "trackNumber">;

/** Whether a song goes on where the other ends: the next of the same album. */
export const isSeam = (one: Place, other: Place): boolean => {
  if (one.albumId === undefined || one.albumId !== other.albumId) return false;
  if (one.trackNumber === undefined || other.trackNumber === undefined) return false;
  const discs = (other.discNumber ?? 1) - (one.discNumber ?? 1);
  if (discs === 0) return other.trackNumber === one.trackNumber + 1;
  return discs === 1 && other.trackNumber === 1;
};
