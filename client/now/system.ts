/** Lock screens, headsets and media keys, with the covers of songs. */
import type { Song } from "../../api-client/contract.ts";
import { client } from "../library/client.ts";
import { player } from "../playback/instance.ts";
import { startMediaSession } from "../playback/media-session.ts";

const artworkOf = (song: Song): Readonly<Record<string, string>> => {
  const base = client.streamingUrl(song);
  const urls = Object.entries(song.cover?.urls ?? {});
  return Object.fromEntries(urls.map(([width, url]) => [width, new URL(url, base).href]));
};

export const startSystem = (): void => startMediaSession(player, artworkOf);
