/** Where the queue is shown: a column, a drawer or a sheet. */
import { computed } from "@preact/signals";
import { openDialog } from "../app/dialogs.tsx";
import { queueOpen } from "../app/settings.ts";
import { hasColumn, hasStageQueue } from "./media.ts";
import { isStageOpen } from "./stage-state.ts";

export const isQueueShown = computed(() => hasColumn.value && queueOpen.value);

export const openQueueDialog = (): void =>
  void openDialog(async () => (await import("./queue-dialog.tsx")).drawQueueDialog());

export const toggleQueue = (): void => {
  // There it is in sight already.
  if (isStageOpen.peek() && hasStageQueue.peek()) return;
  if (hasColumn.peek() && !isStageOpen.peek()) queueOpen.value = !queueOpen.peek();
  else openQueueDialog();
};
