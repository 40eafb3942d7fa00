/** The queue as a column of the page, where there is room for one. */
import { lazy } from "../app/lazy.tsx";
import { player } from "../playback/instance.ts";
import { upcoming } from "../playback/queue.ts";
import { isQueueShown } from "./queue-state.ts";
import { behindEngine } from "./start.ts";
import "./queue-column.css";

const QueueList = lazy(() =>
  behindEngine(async () => (await import("./queue-list.tsx")).QueueList),
);

const Nothing = () => (
  <>
    <div class="queue-head">
      <h2>Up next</h2>
    </div>
    <p class="queue-from">Nothing up next.</p>
  </>
);

export const Queue = () =>
  isQueueShown.value ? (
    <aside class="queue" aria-label="Queue">
      {upcoming(player.queue.value).length > 0 ? <QueueList /> : <Nothing />}
    </aside>
  ) : null;
