/** What nobody needs in the first moment. It is here before it is wanted: by then the server may be away. */
import "./app/dialog.tsx";
import "./app/menu-view.tsx";
import { onDevice } from "./app/storage.ts";
import { startTooltips } from "./app/tooltip.ts";
import "./library/edit.ts";
import "./app/toast-view.tsx";
import "./list/grid-keys.ts";
import "./list/row-menu.tsx";
import "./list/selection-bar.tsx";
import "./now/rest.ts";
import { startSystem } from "./now/system.ts";
import { left, player } from "./playback/instance.ts";
import { readLeftBehind } from "./uploads/left-behind.ts";
import { keepLeft } from "./playback/resume.ts";

keepLeft(player, onDevice, left.queue);
startTooltips();
startSystem();

if (readLeftBehind().length > 0) void import("./uploads/take.ts").then(({ started }) => started());
