/** Every song the page has heard of: one signal each, so that a change redraws what shows it and no more. */
import { type ReadonlySignal, type Signal, signal } from "@preact/signals";
import type { Song } from "../../api-client/contract.ts";

const songs = new Map<string, Signal<Song>>();
const deleted = new Set<string>();

/** Takes in what the server said; older news of a song that is known changes nothing. */
export const noteSong = (song: Song): ReadonlySignal<Song> => {
  if (song.deletedAt !== undefined) deleted.add(song.id);
  const known = songs.get(song.id);
  if (known) {
    if (song.changedAt >= known.peek().changedAt) known.value = song;
    return known;
  }
  const fresh = signal(song);
  songs.set(song.id, fresh);
  return fresh;
};

/** It is, or was before it was restored. */
export const wasDeleted = (id: string): boolean => deleted.has(id);

export const knownSong = (id: string): ReadonlySignal<Song> | undefined => songs.get(id);
