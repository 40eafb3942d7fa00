/** A player of its own: what a guest hears has nothing to do with the queue of whoever lives here. */
import { artworkOf } from "../covers/artwork.ts";
import type { Engine, EngineEvents } from "../playback/engine.ts";
import { startMediaSession } from "../playback/media-session.ts";
import { createPlayer } from "../playback/player.ts";
import { emptyQueue } from "../playback/queue.ts";
import { sharedClient, sharedSong } from "./link.ts";

const loadEngine = async (events: EngineEvents): Promise<Engine> => {
  const { createSounding } = await import("../playback/sounding.ts");
  return createSounding(events, sharedClient);
};

export const guestPlayer = createPlayer({
  loadEngine,
  fetchSong: sharedSong,
  start: { queue: emptyQueue, songs: [], position: 0 },
  onSkip: () => {},
});

export const startGuest = (): void => {
  guestPlayer.prepare();
  startMediaSession(guestPlayer, artworkOf);
};
