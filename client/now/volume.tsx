/** How loud: a switch for silence and a slider. Touch devices have keys for that. */
import { useEffect, useRef } from "preact/hooks";
import { Icon } from "../app/icon.tsx";
import { muted, toggleMuted, turnVolume, volume } from "../playback/sound.ts";
import "./volume.css";

const onKeyDown = (event: KeyboardEvent): void => {
  const steps = { ArrowUp: 1, ArrowRight: 1, ArrowDown: -1, ArrowLeft: -1 }[event.key];
  if (steps === undefined) return;
  event.preventDefault();
  turnVolume(steps);
};

const Slider = () => {
  const range = useRef<HTMLInputElement>(null);
  const loud = muted.value ? 0 : volume.value;
  useEffect(() => range.current?.style.setProperty("--filled", `${loud * 100}%`), [loud]);
  return (
    <input
      ref={range}
      class="volume"
      type="range"
      min="0"
      max="100"
      step="1"
      value={Math.round(loud * 100)}
      aria-label="Volume"
      aria-valuetext={`${Math.round(loud * 100)}%`}
      onKeyDown={onKeyDown}
      onInput={({ currentTarget }) => {
        volume.value = currentTarget.valueAsNumber / 100;
        muted.value = false;
      }}
    />
  );
};

export const Volume = () => (
  <span class="volume-group">
    <button
      type="button"
      class="icon-button"
      aria-label="Mute"
      aria-pressed={muted.value}
      onClick={toggleMuted}
    >
      <Icon name={muted.value || volume.value === 0 ? "muted" : "volume"} />
    </button>
    <Slider />
  </span>
);
