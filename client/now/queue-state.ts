/** Where the queue is shown: a column, a drawer or a sheet. */
import { computed } from "@preact/signals";
import { openDialog } from "../app/dialog.tsx";
import { queueOpen } from "../app/settings.ts";
import { hasColumn } from "./media.ts";

export const isQueueShown = computed(() => hasColumn.value && queueOpen.value);

export const openQueueDialog = (): void =>
  void openDialog(async () => (await import("./queue-dialog.tsx")).drawQueueDialog());

export const toggleQueue = (): void => {
  if (hasColumn.peek()) queueOpen.value = !queueOpen.peek();
  else openQueueDialog();
};
