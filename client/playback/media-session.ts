/** What the system shows and steers: lock screens, headsets, media keys. */
import { effect, untracked } from "@preact/signals";
import type { Song } from "../../api-client/contract.ts";
import type { Player } from "./player.ts";

/** s, where the system does not say how far. */
const step = 10;

type Actions = Partial<Record<MediaSessionAction, MediaSessionActionHandler>>;

const actionsOf = (player: Player): Actions => ({
  play: () => player.resume(),
  pause: () => player.pause(),
  stop: () => player.pause(),
  previoustrack: () => player.previous(),
  nexttrack: () => player.next(),
  seekbackward: ({ seekOffset }) => player.seekBy(-(seekOffset ?? step)),
  seekforward: ({ seekOffset }) => player.seekBy(seekOffset ?? step),
  seekto: ({ seekTime }) => player.seek(seekTime ?? 0),
});

/** Addresses of a song's cover, by width in pixels. */
export type Artwork = (song: Song) => Readonly<Record<string, string>>;

const metadataOf = (song: Song, artwork: Artwork): MediaMetadata =>
  new MediaMetadata({
    title: song.title,
    artist: song.artist ?? "Unknown artist",
    album: song.album ?? "",
    artwork: Object.entries(artwork(song)).map(([width, src]) => ({
      src,
      sizes: `${width}x${width}`,
    })),
  });

const setPosition = (session: MediaSession, duration: number | undefined, at: number): void => {
  if (duration === undefined) session.setPositionState();
  else session.setPositionState({ duration, position: Math.min(Math.max(0, at), duration) });
};

export const startMediaSession = (player: Player, artwork: Artwork): void => {
  if (!("mediaSession" in navigator)) return;
  const session = navigator.mediaSession;
  for (const [action, handle] of Object.entries(actionsOf(player))) {
    try {
      session.setActionHandler(action as MediaSessionAction, handle);
    } catch {
      // This browser does not know the action; it does the others.
    }
  }
  effect(() => {
    const song = player.current.value;
    session.metadata = song ? metadataOf(song, artwork) : null;
  });
  effect(() => {
    const { value: status } = player.status;
    if (status === "idle") session.playbackState = "none";
    else session.playbackState = status === "paused" ? "paused" : "playing";
  });
  // The system counts on by itself: it is told where the song jumps, not every second.
  effect(() => {
    void player.sought.value;
    void player.status.value;
    void player.current.value;
    const duration = player.duration.value;
    untracked(() => setPosition(session, duration, player.now()));
  });
};
