/** Where the song is, as the page shows it: how much is prepared, and what a drag previews. */
import { computed, effect, signal } from "@preact/signals";
import { client } from "../library/client.ts";
import { player } from "../playback/instance.ts";
import { type Extent, extentOf } from "./wave.ts";

/** Seconds, while somebody drags; else undefined. */
export const preview = signal<number | undefined>(undefined);

export const shownPosition = computed(() => preview.value ?? player.position.value);

/** ms between two questions of how much of a growing song is prepared. */
const askEvery = 2_000;

type Prepared = { readonly id: string; readonly seconds: number; readonly asked: number };
const prepared = signal<Prepared | undefined>(undefined);

const askPrepared = async (id: string): Promise<void> => {
  const song = await client.get(id);
  const seconds = (song?.start?.durations ?? []).reduce((sum, length) => sum + length, 0);
  prepared.value = { id, seconds, asked: performance.now() };
};

/** A song that grows tells of it with every change. */
effect(() => {
  const song = player.current.value;
  if (!song || song.state === "ready" || song.state === "failed") return undefined;
  const last = prepared.peek();
  const wait = last?.id === song.id ? last.asked + askEvery - performance.now() : 0;
  // Only shown: what fails here is asked again with the song's next change.
  const timer = setTimeout(() => void askPrepared(song.id).catch(() => {}), Math.max(0, wait));
  return () => clearTimeout(timer);
});

/** What of the wave can be sought. */
export const extent = computed<Extent>(() => {
  const song = player.current.value;
  if (!song) return { share: 1, seconds: 0 };
  const known = prepared.value?.id === song.id ? prepared.value.seconds : undefined;
  const isWhole = song.state === "ready";
  return extentOf(player.duration.value, isWhole ? undefined : (known ?? 0), song.progress);
});

/** A place in the song as a share of the wave's width. */
export const shareAt = (seconds: number): number => {
  const { share, seconds: most } = extent.value;
  return most > 0 ? Math.min(1, (seconds / most) * share) : 0;
};
