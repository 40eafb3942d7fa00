/** The row's place in the list: a button to play it, and the sign that it plays. */
import { Icon } from "../app/icon.tsx";
import { isBuffering, isPlaying } from "./now-playing.ts";

const Equalizer = ({ moves }: { readonly moves: boolean }) => (
  <span class={`equalizer ${moves ? "" : "still"}`} aria-hidden="true">
    <i />
    <i />
    <i />
  </span>
);

const Mark = ({ number }: { readonly number: string }) => {
  if (isBuffering.value) return <span class="ring" role="img" aria-label="Loading" />;
  return (
    <>
      <Equalizer moves={isPlaying.value} />
      <span class="visually-hidden">
        {number} {isPlaying.value ? "Playing" : "Paused"}
      </span>
    </>
  );
};

type NumberProps = { readonly title: string; readonly number: string; readonly isCurrent: boolean };

export const NumberCell = ({ title, number, isCurrent }: NumberProps) => {
  const pauses = isCurrent && isPlaying.value;
  return (
    <div role="gridcell" class="cell-number plays">
      <span class="mark">{isCurrent ? <Mark number={number} /> : number}</span>
      <button
        type="button"
        class="icon-button"
        tabIndex={-1}
        data-do="play"
        aria-label={`${pauses ? "Pause" : "Play"} ${title}`}
      >
        <Icon name={pauses ? "pause" : "play"} />
      </button>
    </div>
  );
};
