/** The title of the document: what plays, else where one is. */
import { computed, effect, signal } from "@preact/signals";
import { isPlaying } from "../list/now-playing.ts";
import { player } from "../playback/instance.ts";
import { clean } from "./format.ts";

export const pageTitle = signal("Songs");

const said = computed(() => {
  const song = isPlaying.value ? player.current.value : undefined;
  const parts = song ? [song.title, song.artist ?? ""] : [pageTitle.value];
  return parts.map(clean).filter(Boolean).join(" · ");
});

effect(() => void (document.title = `${said.value} – Segue`));
