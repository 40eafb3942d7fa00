/** Uploads under way, where there is no room for the tray: a ring that fills. */
import { lazy } from "../app/lazy.tsx";
import { uploadList } from "./state.ts";

const RingButton = lazy(async () => (await import("./ring-button.tsx")).RingButton);

export const UploadRing = () => (uploadList.value.length > 0 ? <RingButton /> : null);
