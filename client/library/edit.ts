/** What people do to songs of the library; each tells of itself and can be undone. */
import type { Song } from "../../api-client/contract.ts";
import { clean, plural } from "../app/format.ts";
import { ServerAway } from "../../api-client/segue-client.ts";
import { isRefused, signedIn } from "../app/sign-in.ts";
import { toast } from "../app/toast.ts";
import { client } from "./client.ts";
import { explain, isFault, withFaults } from "./faults.ts";
import { leave, stay } from "./leaving.ts";
import { knownSong, noteSong } from "./songs.ts";

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

/** As forEach does it; fails where none went well. */
const forSome = async (
  songs: readonly Song[],
  work: (song: Song) => Promise<unknown>,
): Promise<Outcome<Song>> => {
  const outcome = await forEach(songs, work);
  const { done, failed } = outcome;
  if (done.length === 0 && failed[0]) throw failed[0][1];
  return outcome;
};

const nameOf = (songs: readonly Song[]): string =>
  songs.length === 1 ? clean(songs[0]?.title ?? "") : plural(songs.length, "song");

/** What follows the number of those that went well; nothing where all did. */
const notAll = ({ failed }: Outcome<Song>): string =>
  failed.length > 0 ? `, ${failed.length} not: ${explain(failed[0]?.[1])}` : "";

const restoreOne = async ({ id }: Song): Promise<void> => {
  const song = await signedIn(() => client.restore(id));
  stay(id);
  noteSong(song);
};

export const restoreSongs = (songs: readonly Song[]): Promise<void> =>
  withFaults(async () => {
    const outcome = await forSome(songs, restoreOne);
    const rest = outcome.failed.map(([song]) => song);
    const again = { label: "Try again", run: () => void restoreSongs(rest) };
    toast(
      `Restored ${nameOf(outcome.done)}${notAll(outcome)}`,
      rest.length > 0 ? { action: again } : {},
    );
  });

const removeOne = async (song: Song): Promise<void> => {
  await signedIn(() => client.remove(song.id));
  noteSong({ ...song, deletedAt: new Date().toISOString() });
  leave(song.id);
};

const tellDeleted = (songs: readonly Song[], lost = ""): void =>
  toast(`Deleted ${nameOf(songs)}${lost}`, { undo: () => void restoreSongs(songs) });

/** They can be restored for a day; where they stood, for ten seconds. */
export const deleteSongs = (songs: readonly Song[]): Promise<void> =>
  withFaults(async () => {
    const outcome = await forSome(songs, removeOne);
    tellDeleted(outcome.done, notAll(outcome));
  });

/** Once its new file is there. By then people look at something else: a failure says what it is about. */
export const deleteReplaced = async (asItWas: Song): Promise<void> => {
  // Somebody may have edited it meanwhile, or deleted it.
  const song = knownSong(asItWas.id)?.peek() ?? asItWas;
  if (song.deletedAt !== undefined) return;
  try {
    await removeOne(song);
    tellDeleted([song]);
  } catch (error) {
    if (!isFault(error)) throw error;
    toast(`The new file is added. ${nameOf([song])} could not be deleted: ${explain(error)}`, {
      action: { label: "Try again", run: () => void deleteReplaced(song) },
    });
  }
};

export const prepareAgain = ({ id }: Song): Promise<void> =>
  withFaults(async () => void noteSong(await signedIn(() => client.encode(id))));
