/** Uploads under way, at the foot of the sidebar. */
import { lazy } from "../app/lazy.tsx";
import { uploadList } from "./state.ts";

const TrayCard = lazy(async () => (await import("./tray-card.tsx")).TrayCard);

export const Tray = () => (uploadList.value.length > 0 ? <TrayCard /> : null);
