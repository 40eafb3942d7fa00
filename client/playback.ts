/** Playing a song: by hls.js, or by the browser itself where hls.js cannot. */
import Hls, { type ErrorData } from "hls.js";

/** Without these, hls.js fetches a whole song in its first seconds. */
const config = {
  maxBufferLength: 20,
  maxMaxBufferLength: 30,
  backBufferLength: 30,
  enableWorker: false,
  lowLatencyMode: false,
  testBandwidth: false,
};

export type Playback = { play(playlist: string): Promise<void> };

/** `onFault` hears a sentence for people. */
export const createPlayback = (
  audio: HTMLAudioElement,
  onFault: (message: string) => void,
): Playback => {
  let hls: Hls | undefined;

  const onError = (player: Hls, { fatal, type }: ErrorData): void => {
    if (!fatal) return;
    if (type === Hls.ErrorTypes.MEDIA_ERROR) player.recoverMediaError();
    else onFault("This song cannot be loaded. Is the server still there?");
  };

  return {
    async play(playlist) {
      hls?.destroy();
      hls = undefined;
      if (Hls.isSupported()) {
        const player = new Hls(config);
        player.on(Hls.Events.ERROR, (_event, data) => onError(player, data));
        player.loadSource(playlist);
        player.attachMedia(audio);
        hls = player;
      } else audio.src = playlist;
      await audio.play();
    },
  };
};
