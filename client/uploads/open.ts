import { openDialog } from "../app/dialogs.tsx";

/** Every upload, and what can be done with it. */
export const openUploads = (): void =>
  void openDialog(async () => (await import("./uploads-dialog.tsx")).drawUploads());
