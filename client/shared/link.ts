/** What the link opens, as the server has it now. */
import type { Shared, Song } from "../../api-client/contract.ts";
import { createShares } from "../../api-client/shares.ts";
import { client } from "../library/client.ts";

const secret = location.hash.slice(1);

const shares = createShares({ url: new URL("../crud/", location.href), token: secret });

export const hasSecret = secret !== "";

let asked: Promise<Shared> | undefined;

/** Who asks meanwhile shares the answer. */
export const openLink = (): Promise<Shared> => {
  asked ??= shares.open().finally(() => (asked = undefined));
  return asked;
};

/** Undefined for a song that the link does not open, or not any more. */
export const sharedSong = async (id: string): Promise<Song | undefined> =>
  (await openLink()).songs.find((song) => song.id === id);

/** What the engine needs of a client. */
export const sharedClient = {
  get: sharedSong,
  page: async () => ({ songs: (await openLink()).songs }),
  streamingUrl: (song: Pick<Song, "streaming">): URL => client.streamingUrl(song),
};
