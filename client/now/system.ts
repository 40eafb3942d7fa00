/** Lock screens, headsets and media keys, with the covers of songs. */
import { artworkOf } from "../covers/artwork.ts";
import { player } from "../playback/instance.ts";
import { startMediaSession } from "../playback/media-session.ts";

export const startSystem = (): void => startMediaSession(player, artworkOf);
