/** What MongoDB does with an update, done to a song in memory. */
import type { Song } from "../../song/song.ts";
import type { SongChange, SongGuard } from "../store.ts";

const unlessGiven = <T>(wanted: T | undefined, found: T | undefined): boolean =>
  wanted === undefined || wanted === found;

export const holds = (guard: SongGuard, song: Song): boolean =>
  unlessGiven(guard.revision, song.revision) &&
  unlessGiven(guard.tagsVersion, song.tagsVersion) &&
  unlessGiven(guard.holder, song.lease?.holder) &&
  unlessGiven(guard.bytes, song.original.bytes) &&
  unlessGiven(guard.complete, song.original.complete) &&
  unlessGiven(guard.expiresAt, song.expiresAt) &&
  unlessGiven(guard.deleted, song.deletedAt !== undefined) &&
  (guard.states?.includes(song.state) ?? true);

export const changed = (song: Song, change: SongChange, changedAt: number): Song => {
  const next: Record<string, unknown> = {
    ...song,
    ...change.set,
    original: { ...song.original, ...change.original },
    size: (change.set?.size ?? song.size) + (change.grow ?? 0),
    changedAt,
  };
  for (const name of change.unset ?? []) delete next[name];
  return next as Song;
};
