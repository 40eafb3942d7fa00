/** Editing tags. */
import type { Song, SongChange } from "./contract.ts";
import { SegueError } from "./errors.ts";
import type { Transport } from "./transport.ts";

export type UpdateOptions = {
  /** The one that was edited: where the song has another by now, it is left alone (`song-changed`). */
  readonly revision?: number | undefined;
  readonly signal?: AbortSignal | undefined;
};

export const hasTaken = (song: Song, change: SongChange): boolean =>
  Object.entries(change).every(
    ([name, value]) => (song[name as keyof SongChange] ?? null) === (value ?? null),
  );

/** An edit whose answer was lost has moved the revision itself: sent again, it is refused. */
const alreadyDone = async (
  transport: Transport,
  path: string,
  change: SongChange,
  { revision = 0, signal }: UpdateOptions,
): Promise<Song | undefined> => {
  const song = await transport.json<Song>({ path, signal });
  return song.revision === revision + 1 && hasTaken(song, change) ? song : undefined;
};

export const updateSong = async (
  transport: Transport,
  path: string,
  change: SongChange,
  options: UpdateOptions,
): Promise<Song> => {
  const { revision, signal } = options;
  const headers = {
    "Content-Type": "application/merge-patch+json",
    ...(revision !== undefined && { "If-Match": `"${revision}"` }),
  };
  const body = JSON.stringify(change);
  let isRepeated = false;
  const onRetry = (): void => void (isRepeated = true);
  try {
    return await transport.json({ path, method: "PATCH", headers, body, signal, onRetry });
  } catch (error) {
    const isMoved = error instanceof SegueError && error.slug === "song-changed";
    const done = isMoved && isRepeated && (await alreadyDone(transport, path, change, options));
    if (done) return done;
    throw error;
  }
};
