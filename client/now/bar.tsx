/** What plays, and its controls. */
import { Icon } from "../app/icon.tsx";
import { isPlaying } from "../list/now-playing.ts";
import { player } from "../playback/instance.ts";
import "./bar.css";

export const Bar = () => {
  const song = player.current.value;
  return (
    <section class="bar" aria-label="Player">
      <p>{song ? song.title : "Nothing is playing."}</p>
      <button
        type="button"
        class="disc"
        aria-label={isPlaying.value ? "Pause" : "Play"}
        disabled={!song}
        onClick={player.toggle}
      >
        <Icon name={isPlaying.value ? "pause" : "play"} />
      </button>
    </section>
  );
};
