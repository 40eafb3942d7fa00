/** What nobody needs in the first moment. It is here before it is wanted: by then the server may be away. */
import "./app/dialog.tsx";
import "./app/menu-view.tsx";
import { startRenewal } from "./covers/renewal.ts";
import { startTooltips } from "./app/tooltip.ts";
import { followAccess } from "./library/access.ts";
import "./library/edit.ts";
import { startLearning } from "./list/learning.ts";
import "./app/toast-view.tsx";
import "./list/grid-keys.ts";
import "./list/play-all.ts";
import "./list/row-menu.tsx";
import "./list/selection-bar.tsx";
import { startPlayerKeys } from "./now/keys.ts";
import "./now/queue-dialog.tsx";
import "./now/rest.ts";
import { startSaying } from "./now/say.ts";
import "./now/stage-view.tsx";
import { startSystem } from "./now/system.ts";
import { startDrop } from "./uploads/drop.tsx";
import { readLeftBehind } from "./uploads/left-behind.ts";
import "./views/album.tsx";
import "./views/albums.tsx";
import "./views/artist.tsx";
import "./views/artists.tsx";
import "./views/deleted.tsx";
import "./views/recent.tsx";
import "./views/search.tsx";

startPlayerKeys();
startSaying();
followAccess();
startRenewal();
startTooltips();
startSystem();
startDrop();
startLearning();

if (readLeftBehind().length > 0) void import("./uploads/take.ts").then(({ started }) => started());
