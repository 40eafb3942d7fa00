/** Play, pause, and where one is. */
import { signal } from "@preact/signals";
import { clock, length } from "../app/format.ts";
import { Icon } from "../app/icon.tsx";
import { spokenPlace } from "../now/spoken.ts";
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

/** Seconds; undefined: nobody drags. */
const dragged = signal<number | undefined>(undefined);

/** On focus and after a seek, never while it ticks: it would be read out. */
const say = (range: HTMLInputElement, seconds: number): void =>
  range.setAttribute("aria-valuetext", spokenPlace(seconds, player.duration.peek()));

const seekTo = (range: HTMLInputElement): void => {
  dragged.value = undefined;
  player.seek(range.valueAsNumber);
  say(range, range.valueAsNumber);
};

const isPaused = (): boolean => ["idle", "paused"].includes(player.status.value);

type Props = { readonly start: () => void };

export const Controls = ({ start }: Props) => {
  const paused = isPaused();
  const duration = player.duration.value ?? 0;
  const position = dragged.value ?? Math.min(player.position.value, duration);
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
        min={0}
        max={Math.max(1, duration)}
        step={1}
        value={position}
        disabled={!player.current.value}
        onFocus={({ currentTarget }) => say(currentTarget, position)}
        onInput={({ currentTarget }) => (dragged.value = currentTarget.valueAsNumber)}
        onChange={({ currentTarget }) => seekTo(currentTarget)}
        onPointerCancel={() => (dragged.value = undefined)}
      />
      <span class="number">
        {clock(position)} / {length(duration)}
      </span>
      <Trouble />
    </div>
  );
};
