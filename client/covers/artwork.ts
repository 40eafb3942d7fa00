/** A song's covers for what shows them outside the page. */
import type { Song } from "../../api-client/contract.ts";
import { client } from "../library/client.ts";

/** Addresses by width. */
export const artworkOf = (song: Song): Readonly<Record<string, string>> => {
  const base = client.streamingUrl(song);
  const urls = Object.entries(song.cover?.urls ?? {});
  return Object.fromEntries(urls.map(([width, url]) => [width, new URL(url, base).href]));
};
