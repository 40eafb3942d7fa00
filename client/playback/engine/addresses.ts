/** Where songs are fetched from. Signed addresses expire: the newest one of each song is used, whoever came to know it. */
import type { Song } from "../../../api-client/contract.ts";
import type { Client, Starts } from "./starts.ts";

export type Addresses = {
  /** Of something in the song. */
  of(song: Song, path: string): string;
  /** The same under the address that the song has now. Rejects as asking does; undefined: the song is gone. */
  renew(url: string, songId: string): Promise<string | undefined>;
};

export const createAddresses = (client: Client, starts: Starts): Addresses => {
  const newest = new Map<string, string>();

  return {
    of: ({ id, streaming }, path) =>
      new URL(path, client.streamingUrl({ streaming: newest.get(id) ?? streaming })).href,

    async renew(url, id) {
      const song = await starts.ask({ id });
      if (!song) return undefined;
      newest.set(id, song.streaming);
      const path = url.slice(url.lastIndexOf(`/${id}/`) + id.length + 2);
      return new URL(path, client.streamingUrl(song)).href;
    },
  };
};
