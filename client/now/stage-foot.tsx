/** Below the controls of the stage: the sleep timer, what comes next, the queue. */
import { computed } from "@preact/signals";
import { clean } from "../app/format.ts";
import { Icon } from "../app/icon.tsx";
import { player } from "../playback/instance.ts";
import { upcoming } from "../playback/queue.ts";
import { openQueueDialog } from "./queue-state.ts";
import { openSleepMenu, sleepLabel } from "./sleep-menu.ts";
import { sleepTimer } from "./sleep-state.ts";

const nextTitle = computed(() => {
  const [next] = upcoming(player.queue.value);
  const song = next && player.songs.of(next.id).value;
  return song ? clean(song.title) : undefined;
});

export const StageFoot = () => (
  <div class="stage-foot">
    <button
      type="button"
      class="icon-button"
      aria-label={`Sleep timer: ${sleepLabel(sleepTimer.chosen.value)}`}
      aria-pressed={sleepTimer.chosen.value !== undefined}
      onClick={({ currentTarget }) => openSleepMenu(currentTarget)}
    >
      <Icon name="moon" />
    </button>
    <button type="button" class="stage-next" onClick={openQueueDialog}>
      <span>Up next</span>
      <b dir="auto">{nextTitle.value ?? "Nothing"}</b>
    </button>
    <button type="button" class="icon-button" aria-label="Queue" onClick={openQueueDialog}>
      <Icon name="queue" />
    </button>
  </div>
);
