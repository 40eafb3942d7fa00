/** Says aloud which song plays, and that it does not. */
import { effect, untracked } from "@preact/signals";
import { announce } from "../app/announce.tsx";
import { clean } from "../app/format.ts";
import { player } from "../playback/instance.ts";

const named = (title: string, artist: string | undefined): string =>
  artist === undefined ? `Playing ${clean(title)}` : `Playing ${clean(title)} by ${clean(artist)}`;

export const startSaying = (): void => {
  let said: string | undefined;
  effect(() => {
    const isPlaying = player.status.value === "playing";
    const song = player.current.value;
    if (!isPlaying || !song || song.id === said) return;
    said = song.id;
    untracked(() => announce(named(song.title, song.artist)));
  });
  let before = player.status.peek();
  effect(() => {
    const now = player.status.value;
    const isPaused = now === "paused" && before === "playing";
    before = now;
    if (isPaused && player.trouble.peek() === undefined) announce("Paused");
  });
};
