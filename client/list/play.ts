/** From a list to the queue. */
import type { Song } from "../../api-client/contract.ts";
import { withFaults } from "../library/faults.ts";
import type { PageList } from "../library/page-list.ts";
import { knownSong } from "../library/songs.ts";
import { player } from "../playback/instance.ts";
import type { From } from "../playback/queue.ts";

/** Songs: a queue that nobody has heard the end of. */
export const longest = 500;

export const songsOf = (ids: Iterable<string>): Song[] =>
  [...ids].flatMap((id) => knownSong(id)?.peek() ?? []);

export const canPlay = ({ state, deletedAt }: Song): boolean =>
  state !== "failed" && deletedAt === undefined;

/** Plays the song of that place, and then what stands below it. */
export const playFrom = (list: PageList, index: number, from: From): void => {
  const id = list.at(index);
  let start = index;
  while (start > 0 && index - start < longest && list.at(start - 1) !== undefined) start--;
  let end = index;
  while (end - index < longest && list.at(end) !== undefined) end++;
  const ids = Array.from({ length: end - start }, (_, n) => list.at(start + n) ?? "");
  const songs = songsOf(ids).filter(canPlay);
  player.play(
    songs,
    songs.findIndex((song) => song.id === id),
    from,
  );
  const wanted = Math.min(list.total.peek() ?? 0, index + longest);
  if (end >= wanted) return;
  const queue = player.queue.peek();
  // What is further down comes when it is here, unless something else was chosen meanwhile.
  void withFaults(async () => {
    const more = songsOf(await list.gather(end, wanted)).filter(canPlay);
    if (player.queue.peek().entries[0] === queue.entries[0]) player.enqueue(more);
  });
};
