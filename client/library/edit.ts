/** What people do to songs of the library; each tells of itself and can be undone. */
import type { Song } from "../../api-client/contract.ts";
import { clean, plural } from "../app/format.ts";
import { ServerAway } from "../../api-client/segue-client.ts";
import { isRefused, signedIn } from "../app/sign-in.ts";
import { toast } from "../app/toast.ts";
import { client } from "./client.ts";
import { explain, withFaults } from "./faults.ts";
import { leave, stay } from "./leaving.ts";
import { noteSong } from "./songs.ts";

/** Requests at once. */
const atOnce = 4;

export type Outcome<T> = { readonly done: readonly T[]; readonly failed: readonly [T, unknown][] };

const isHopeless = (error: unknown): boolean => isRefused(error) || error instanceof ServerAway;

/** Does it to each; one that fails does not keep the others from it, unless they would fail alike. */
export const forEach = async <T>(
  items: readonly T[],
  work: (item: T) => Promise<unknown>,
): Promise<Outcome<T>> => {
  const rest = [...items];
  const done: T[] = [];
  const failed: [T, unknown][] = [];
  const turn = async (item: T): Promise<void> => {
    try {
      await work(item);
      done.push(item);
    } catch (error) {
      const lost = isHopeless(error) ? [item, ...rest.splice(0)] : [item];
      failed.push(...lost.map((one): [T, unknown] => [one, error]));
    }
  };
  const lane = async (): Promise<void> => {
    for (let item = rest.shift(); item !== undefined; item = rest.shift()) await turn(item);
  };
  // The first alone: where a token is wanted, it is asked for once.
  const first = rest.shift();
  if (first !== undefined) await turn(first);
  await Promise.all(Array.from({ length: atOnce }, lane));
  return { done, failed };
};

const nameOf = (songs: readonly Song[]): string =>
  songs.length === 1 ? clean(songs[0]?.title ?? "") : plural(songs.length, "song");

const restoreOne = async ({ id }: Song): Promise<void> => {
  const song = await signedIn(() => client.restore(id));
  stay(id);
  noteSong(song);
};

export const restoreSongs = (songs: readonly Song[]): Promise<void> =>
  withFaults(async () => {
    const { done, failed } = await forEach(songs, restoreOne);
    if (failed[0]) throw failed[0][1];
    toast(`Restored ${nameOf(done)}`);
  });

const removeOne = async (song: Song): Promise<void> => {
  await signedIn(() => client.remove(song.id));
  noteSong({ ...song, deletedAt: new Date().toISOString() });
  leave(song.id);
};

/** They can be restored for a day; where they stood, for ten seconds. */
export const deleteSongs = (songs: readonly Song[]): Promise<void> =>
  withFaults(async () => {
    const { done, failed } = await forEach(songs, removeOne);
    if (done.length === 0 && failed[0]) throw failed[0][1];
    const lost = failed.length > 0 ? `, ${failed.length} not: ${explain(failed[0]?.[1])}` : "";
    toast(`Deleted ${nameOf(done)}${lost}`, { undo: () => void restoreSongs(done) });
  });

export const prepareAgain = ({ id }: Song): Promise<void> =>
  withFaults(async () => void noteSong(await signedIn(() => client.encode(id))));
