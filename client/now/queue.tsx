/** The queue as a column of the page, where there is room for one. */
import { lazy } from "../app/lazy.tsx";
import { isQueueShown } from "./queue-state.ts";
import "./queue-column.css";

const QueueList = lazy(async () => (await import("./queue-list.tsx")).QueueList);

export const Queue = () =>
  isQueueShown.value ? (
    <aside class="queue" aria-label="Queue">
      <QueueList />
    </aside>
  ) : null;
