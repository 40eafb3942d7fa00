/** Play, pause, and where one is. */
import { clock } from "../app/format.ts";
import { Icon } from "../app/icon.tsx";
import type { Fault } from "../playback/engine.ts";
import { guestPlayer as player } from "./player.ts";

const told: Readonly<Record<Fault, string>> = {
  "server-away": "Can't reach the server. Trying again.",
  offline: "Connection lost. Playing what's loaded.",
  slow: "This song is slow to load.",
  deleted: "This song isn't here any more.",
  codec: "Your browser can't play this.",
  autoplay: "Press play to go on.",
  token: "This link leads nowhere any more.",
  unknown: "This song can't be played.",
};

const Trouble = () => {
  const trouble = player.trouble.value;
  return <p role="status">{trouble && told[trouble.fault]}</p>;
};

const isPaused = (): boolean => ["idle", "paused"].includes(player.status.value);

type Props = { readonly start: () => void };

export const Controls = ({ start }: Props) => {
  const paused = isPaused();
  const duration = player.duration.value ?? 0;
  const position = Math.min(player.position.value, duration);
  const press = (): void => (player.current.peek() ? player.toggle() : start());
  return (
    <div class="guest-controls">
      <button type="button" class="button" onClick={press}>
        <Icon name={paused ? "play" : "pause"} />
        {paused ? "Play" : "Pause"}
      </button>
      <input
        type="range"
        aria-label="Seek"
        aria-valuetext={`${clock(position)} of ${clock(duration)}`}
        min={0}
        max={Math.max(1, duration)}
        step={1}
        value={position}
        disabled={!player.current.value}
        onChange={(event) => player.seek(event.currentTarget.valueAsNumber)}
      />
      <span class="number">
        {clock(position)} / {clock(duration)}
      </span>
      <Trouble />
    </div>
  );
};
