/** What goes on around the player for as long as the page is open. */
import type { Song } from "../../api-client/contract.ts";
import { client } from "../library/client.ts";
import { player } from "../playback/instance.ts";
import { startMediaSession } from "../playback/media-session.ts";
import { startPlayerKeys } from "./keys.ts";
import { startSaying } from "./say.ts";

const artworkOf = (song: Song): Readonly<Record<string, string>> => {
  const base = client.streamingUrl(song);
  const urls = Object.entries(song.cover?.urls ?? {});
  return Object.fromEntries(urls.map(([width, url]) => [width, new URL(url, base).href]));
};

/** Safari has no requestIdleCallback. */
const whenIdle = (work: () => void): void => {
  if ("requestIdleCallback" in window) requestIdleCallback(work, { timeout: 5_000 });
  else setTimeout(work, 1_000);
};

export const startPlayer = (): void => {
  startMediaSession(player, artworkOf);
  startPlayerKeys();
  startSaying();
  if (document.readyState === "complete") whenIdle(player.prepare);
  else addEventListener("load", () => whenIdle(player.prepare), { once: true });
};
