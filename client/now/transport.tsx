/** Shuffle, back, play, on, repeat: in the bar and on the stage. */
import { computed } from "@preact/signals";
import { Icon } from "../app/icon.tsx";
import { isBuffering } from "../list/now-playing.ts";
import { player } from "../playback/instance.ts";
import "./transport.css";

const isSounding = computed(() => ["playing", "loading", "waiting"].includes(player.status.value));
const isEmpty = computed(() => player.queue.value.current === undefined);
const isShuffled = computed(() => player.queue.value.unshuffled !== undefined);
const repeat = computed(() => player.queue.value.repeat);

const warm = (): void => player.warm(player.current.peek());

const PlayDisc = () => (
  <button
    type="button"
    class="disc play"
    aria-label={isSounding.value ? "Pause" : "Play"}
    disabled={isEmpty.value}
    onPointerDown={warm}
    onClick={player.toggle}
  >
    <Icon name={isSounding.value ? "pause" : "play"} />
    {isBuffering.value && <span class="waiting-ring" />}
  </button>
);

type StepProps = { readonly extra?: string };

const Next = ({ extra = "" }: StepProps) => (
  <button
    type="button"
    class={`icon-button step ${extra}`}
    aria-label="Next"
    disabled={isEmpty.value}
    onClick={player.next}
  >
    <Icon name="next" />
  </button>
);

const Previous = ({ extra = "" }: StepProps) => (
  <button
    type="button"
    class={`icon-button step ${extra}`}
    aria-label="Previous"
    disabled={isEmpty.value}
    onClick={player.previous}
  >
    <Icon name="previous" />
  </button>
);

const Shuffle = ({ extra = "" }: StepProps) => (
  <button
    type="button"
    class={`icon-button ${extra}`}
    aria-label="Shuffle"
    aria-pressed={isShuffled.value}
    onClick={player.toggleShuffle}
  >
    <Icon name="shuffle" />
  </button>
);

const repeatLabels = { off: "Repeat: off", all: "Repeat: all", one: "Repeat: one" } as const;

const Repeat = ({ extra = "" }: StepProps) => (
  <button
    type="button"
    class={`icon-button repeat ${extra}`}
    aria-label={repeatLabels[repeat.value]}
    aria-pressed={repeat.value !== "off"}
    onClick={player.cycleRepeat}
  >
    <Icon name="repeat" />
    {repeat.value === "one" && <span class="repeat-one">1</span>}
  </button>
);

/** `extra` goes to those that a phone's bar has no room for. */
export const Transport = ({ extra = "" }: StepProps) => (
  <div class="transport" role="group" aria-label="Playback">
    <Shuffle extra={extra} />
    <Previous extra={extra} />
    <PlayDisc />
    <Next />
    <Repeat extra={extra} />
  </div>
);
