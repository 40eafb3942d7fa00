/** Learns ahead of time what the songs in sight are made of: whoever presses one hears it a round trip sooner. */
import { computed, effect } from "@preact/signals";
import type { Song } from "../../api-client/contract.ts";
import { client } from "../library/client.ts";
import type { SongList } from "../library/song-list.ts";
import { knownSong } from "../library/songs.ts";
import { player } from "../playback/instance.ts";
import { inSight } from "./in-sight.ts";

/** ms: what is only scrolled past is not asked for. */
const settle = 300;
/** Songs at most: a tall window shows no more at once. */
const most = 40;
/** Songs whose beginnings the player keeps. */
const mostKept = 80;

/** Newest last: the form of the song of which it was learned, by its id. */
const learned = new Map<string, string>();

const note = ({ id, changedAt }: Song): void => {
  learned.delete(id);
  learned.set(id, changedAt);
  for (const oldest of [...learned.keys()].slice(0, -mostKept)) learned.delete(oldest);
};

const isNews = (id: string | undefined): boolean => {
  const song = id === undefined ? undefined : knownSong(id)?.peek();
  return song?.state === "ready" && learned.get(song.id) !== song.changedAt;
};

const learn = async (list: SongList, first: number, last: number): Promise<void> => {
  const places = Array.from({ length: last - first + 1 }, (_, n) => first + n);
  const news = places.filter((place) => isNews(list.at(place)));
  const [offset, end] = [news[0], news.at(-1)];
  if (offset === undefined || end === undefined) return;
  const limit = Math.min(most, end - offset + 1);
  const { songs } = await client.page({ ...list.query, offset, limit, include: "start" });
  player.know(songs);
  songs.forEach(note);
};

/** The first sound has the line to itself. */
const isCalm = computed(() => !["loading", "waiting"].includes(player.status.value));

export const startLearning = (): void => {
  effect(() => {
    if (!inSight.value || !isCalm.value) return undefined;
    const { list, first, last } = inSight.value;
    if (list.query.deleted || list.at(first) === undefined) return undefined;
    // Who presses what is not known yet waits for the answer then.
    const timer = setTimeout(() => void learn(list, first, last).catch(() => {}), settle);
    return () => clearTimeout(timer);
  });
};
