/** The waveform of the song that plays, fetched where it is seen. */
import { computed, effect, signal } from "@preact/signals";
import type { Song } from "../../api-client/contract.ts";
import { client } from "../library/client.ts";
import { player } from "../playback/instance.ts";
import type { Peaks } from "./wave.ts";

/** Songs whose peaks are kept. */
const most = 20;
/** ms between two looks at the peaks of a song that grows. */
const lookEvery = 3_000;

type Found = {
  readonly url: string;
  readonly peaks: Peaks;
  readonly at: number;
  readonly isWhole: boolean;
};

const found = signal<ReadonlyMap<string, Found>>(new Map());

/** How many waves are on the page. */
export const waves = signal(0);

const keep = (id: string, fresh: Found): void => {
  const others = [...found.peek()].filter(([key]) => key !== id);
  found.value = new Map([...others, [id, fresh] as const].slice(-most));
};

/** Its signed address has expired. */
const renew = async (song: Song): Promise<void> => {
  const now = await client.get(song.id);
  if (now && now.streaming !== song.streaming) player.note([now]);
};

const look = async (song: Song, url: string): Promise<void> => {
  // A name that stays while the content grows.
  const cache = song.state === "ready" ? "default" : "no-cache";
  const response = await fetch(url, { priority: "low", cache });
  if (response.status === 403) return renew(song);
  if (!response.ok) return undefined;
  const peaks = (await response.json()) as Peaks;
  return keep(song.id, { url, peaks, at: performance.now(), isWhole: song.state === "ready" });
};

/** It must not take the line from the first sound. */
const isCalm = computed(() => player.status.value !== "loading");

effect(() => {
  const song = player.current.value;
  if (!song?.peaks || waves.value === 0 || !isCalm.value) return undefined;
  const url = new URL(song.peaks, client.streamingUrl(song)).href;
  const known = found.peek().get(song.id);
  if (known?.url === url && known.isWhole) return undefined;
  const wait = known?.url === url ? known.at + lookEvery - performance.now() : 0;
  // Without it the line is flat, and the next change of the song brings another look.
  const timer = setTimeout(() => void look(song, url).catch(() => {}), Math.max(0, wait));
  return () => clearTimeout(timer);
});

/** Of the current song; undefined where there are none, or none yet. */
export const currentPeaks = computed(() => {
  const song = player.current.value;
  return song && found.value.get(song.id)?.peaks.peaks;
});
