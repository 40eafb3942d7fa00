/** Opens the dialog about links to a song or an album. */
import type { ShareRequest } from "../../api-client/contract.ts";
import { openDialog } from "../app/dialogs.tsx";

export const shareDialog = (
  what: Pick<ShareRequest, "songId" | "albumId">,
  title: string,
): Promise<boolean> =>
  openDialog(async () => (await import("./share-dialog.tsx")).drawShare(what, title));
