/** What a player needs to begin: read once for each encoding, since none of it changes. */
import { LRUCache } from "lru-cache";
import type { Start } from "../../api-client/contract.ts";
import type { Song } from "../core/song/song.ts";
import type { Store } from "../core/store/store.ts";

const mostInits = 10_000;

export type StartData = (song: Song) => Promise<Start | undefined>;

export const createStartData = ({ chunks }: Pick<Store, "chunks">): StartData => {
  const inits = new LRUCache<string, string>({ max: mostInits });

  const initOf = async (songId: string, path: string): Promise<string | undefined> => {
    const known = inits.get(path);
    if (known !== undefined) return known;
    const chunk = await chunks.get(songId, path);
    const init = chunk && Buffer.from(chunk.bytes).toString("base64");
    if (init !== undefined) inits.set(path, init);
    return init;
  };

  /** Undefined for a song that cannot be played yet. */
  return async ({ id, playable, encoding }) => {
    if (!playable || !encoding) return undefined;
    const renditions: Start["renditions"] = [];
    for (const { name, codecs, bandwidth } of encoding.renditions) {
      const path = `${encoding.id}/${name}`;
      const init = await initOf(id, `${path}/init.mp4`);
      if (init === undefined) return undefined;
      renditions.push({ name, codecs, bandwidth, init, url: `${path}/{n}.m4s` });
    }
    const { sampleRate } = encoding;
    const durations = encoding.durations.map((samples) => samples / sampleRate);
    return { sampleRate, renditions, durations };
  };
};
