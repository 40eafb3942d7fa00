/** All that comes over the network: what songs are made of, their first bytes ahead of time, their segments. */
import type { Song } from "../../../api-client/contract.ts";
import { createAddresses } from "./addresses.ts";
import { type Download, faultOf, triesAt } from "./download.ts";
import { createDownloads } from "./downloads.ts";
import { createPatience } from "./patience.ts";
import type { RenditionStart } from "./renditions.ts";
import { type Client, createStarts, type Startable } from "./starts.ts";
import type { Slot } from "./timeline.ts";
import type { Troubles } from "./troubles.ts";

export type Supply = {
  know(songs: readonly Song[]): void;
  /** What is known of it without asking. */
  known(song: Song): Startable | undefined;
  /** Asks until there is an answer, or it is no longer wanted. Undefined in that case, and where it is gone. */
  ask(song: Song, still: () => boolean): Promise<Song | undefined>;
  /** Fetches what it begins with. */
  warm(song: Song, rendition: Pick<RenditionStart, "url">): void;
  open(slot: Slot, rendition: string, segment: number): Download;
  /** Tries at once what waits to be tried again. */
  retry(): void;
  stop(): void;
};

export const createSupply = (client: Client, troubles: Troubles): Supply => {
  const patience = createPatience();
  const starts = createStarts(client);
  const addresses = createAddresses(client, starts);
  const downloads = createDownloads({ patience, troubles, renew: addresses.renew });

  const urlOf = (song: Song, template: string, segment: number): string =>
    addresses.of(song, template.replace("{n}", String(segment)));

  return {
    know: starts.know,
    known: starts.known,

    async ask(song, still) {
      const source = {};
      try {
        for (let failed = 1; still(); failed++) {
          try {
            const answer = await starts.ask(song);
            troubles.clear(source);
            return answer;
          } catch (error) {
            if (!still()) break;
            const fault = faultOf(error);
            troubles.set(source, { fault, songId: song.id });
            await patience.wait({ tries: triesAt(fault, failed) });
          }
        }
        return undefined;
      } finally {
        troubles.leave(source);
      }
    },

    warm: (song, { url }) => downloads.warm(urlOf(song, url, 0), song.id),

    open({ song, start }, name, segment) {
      const template = start.renditions.find((one) => one.name === name)?.url ?? "";
      return downloads.get(urlOf(song, template, segment), song.id);
    },

    retry: patience.retry,

    stop() {
      downloads.stop();
      patience.stop();
    },
  };
};
