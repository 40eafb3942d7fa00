/** A whole list to the queue, or what chance draws from it. */
import { withFaults } from "../library/faults.ts";
import type { PageList } from "../library/page-list.ts";
import { player } from "../playback/instance.ts";
import type { From } from "../playback/queue.ts";
import { canPlay, longest, songsOf } from "./play.ts";

/** Of a library that is longer, so many are drawn from so many places of it. */
const draws = 10;

export const playAll = (list: PageList, from: From): Promise<void> =>
  withFaults(async () =>
    player.play(songsOf(await list.gather(0, longest)).filter(canPlay), 0, from),
  );

const drawn = async (list: PageList): Promise<string[]> => {
  const total = list.total.peek() ?? longest;
  if (total <= longest) return list.gather(0, total);
  const length = longest / draws;
  const places = Array.from({ length: draws }, () => Math.floor(Math.random() * (total - length)));
  const pages = await Promise.all(places.map((place) => list.gather(place, place + length)));
  return [...new Set(pages.flat())];
};

export const playShuffled = (list: PageList, from: From): Promise<void> =>
  withFaults(async () => player.playShuffled(songsOf(await drawn(list)).filter(canPlay), from));
