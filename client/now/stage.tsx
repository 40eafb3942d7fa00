/** The stage comes when it is first opened. */
import { lazy } from "../app/lazy.tsx";
import { isStageOpen } from "./stage-state.ts";

const StageView = lazy(async () => (await import("./stage-view.tsx")).StageView);

export const Stage = () => (isStageOpen.value ? <StageView /> : null);
