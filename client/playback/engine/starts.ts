/** What a player needs of a song to begin: as the song brought it along, or asked for. */
import type { Song, Start } from "../../../api-client/contract.ts";
import type { SegueClient } from "../../../api-client/segue-client.ts";

export type Client = Pick<SegueClient, "get" | "streamingUrl">;

export type Startable = { readonly song: Song; readonly start: Start; readonly complete: boolean };

export const isOver = ({ state }: Song): boolean => state === "ready" || state === "failed";

/** Undefined: it cannot be played yet, or nobody has asked. */
const startable = (song: Song): Startable | undefined =>
  song.start && { song, start: song.start, complete: isOver(song) };

const mostKept = 100;

export type Starts = {
  know(songs: readonly Song[]): void;
  /** What is known without asking. */
  known(song: Song): Startable | undefined;
  /** Asks. Undefined: it is gone. Rejects when the server does not answer. */
  ask(song: Pick<Song, "id">): Promise<Song | undefined>;
};

export const createStarts = (client: Client): Starts => {
  const kept = new Map<string, Song>();
  const asked = new Map<string, Promise<Song | undefined>>();

  const keep = (song: Song): void => {
    if (!song.start) return;
    kept.delete(song.id);
    kept.set(song.id, song);
    for (const oldest of [...kept.keys()].slice(0, -mostKept)) kept.delete(oldest);
  };

  const fetchNow = async (id: string): Promise<Song | undefined> => {
    const song = await client.get(id);
    if (song) keep(song);
    return song;
  };

  return {
    know: (songs) => songs.forEach(keep),

    known(song) {
      const found = startable(song);
      if (found) return found;
      const before = kept.get(song.id);
      // The song is newer, but says nothing of segments: whether there are more is known as of then.
      return before && startable({ ...before, ...song, state: before.state });
    },

    ask({ id }) {
      const asking = asked.get(id) ?? fetchNow(id).finally(() => asked.delete(id));
      asked.set(id, asking);
      return asking;
    },
  };
};
