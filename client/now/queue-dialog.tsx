/** The queue as a drawer, or as a sheet on phones. */
import { Dialog } from "../app/dialog.tsx";
import { QueueList } from "./queue-list.tsx";
import "./queue-dialog.css";

export const drawQueueDialog = () => (close: () => void) => (
  <Dialog label="Queue" onClose={close} class="queue-dialog">
    <QueueList />
  </Dialog>
);
