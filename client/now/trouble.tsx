/** Why there is no sound, over the bar or on the stage, with a way out. */
import { computed, effect, signal } from "@preact/signals";
import { announce } from "../app/announce.tsx";
import { player } from "../playback/instance.ts";
import { toldOf } from "./trouble-text.ts";
import "./trouble.css";

/** s between two attempts to reach a server that is away: each takes longer, up to half a minute. */
const firstWait = 5;
const longestWait = 30;

/** Seconds until the server is asked again; undefined: it is not away. */
const countdown = signal<number | undefined>(undefined);

const isAway = computed(() => player.trouble.value?.fault === "server-away");

effect(() => {
  if (!isAway.value) return undefined;
  let wait = firstWait;
  countdown.value = wait;
  const timer = setInterval(() => {
    const left = (countdown.peek() ?? 1) - 1;
    if (left === 0) {
      player.retry();
      wait = Math.min(longestWait, wait * 2);
    }
    countdown.value = left === 0 ? wait : left;
  }, 1_000);
  return () => {
    clearInterval(timer);
    countdown.value = undefined;
  };
});

/** Sound that stopped is an alert; what still plays is mentioned. */
const isSilent = computed(
  () => player.trouble.value !== undefined && player.status.value !== "playing",
);

effect(() => {
  const trouble = player.trouble.value;
  if (trouble && !isAway.peek() && !isSilent.peek()) announce(toldOf(trouble).text);
});

/** While it sounds, a server that is away is no matter of the song's: the strip above the page tells of it. */
const shown = computed(() => (isAway.value && !isSilent.value ? undefined : player.trouble.value));

export const TroubleNote = () => {
  const trouble = shown.value;
  return (
    <div class="trouble" role={isSilent.value ? "alert" : undefined}>
      {trouble && <Told {...toldOf(trouble)} />}
    </div>
  );
};

const Told = ({ text, action }: ReturnType<typeof toldOf>) => (
  <>
    <p>
      {text}
      {countdown.value !== undefined && (
        <span class="number" aria-hidden="true">
          {" "}
          Trying again in {countdown.value} s.
        </span>
      )}
    </p>
    {action && (
      <button type="button" class="link" onClick={action.run}>
        {action.label}
      </button>
    )}
  </>
);
