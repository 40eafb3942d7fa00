/** What nobody needs in the first moment. It is here before it is wanted: by then the server may be away. */
import "./app/dialog.tsx";
import "./app/menu-view.tsx";
import { startTooltips } from "./app/tooltip.ts";
import "./library/edit.ts";
import "./app/toast-view.tsx";
import "./list/grid-keys.ts";
import "./list/row-menu.tsx";
import "./list/selection-bar.tsx";
import "./now/quality.tsx";
import { startSystem } from "./now/system.ts";
import "./now/trouble.tsx";

startTooltips();
startSystem();
