import "./styles/layers.css";
import "./styles/tokens.css";
import "./styles/base.css";
import "./styles/controls.css";
import { render } from "preact";
import { Announcer } from "./app/announce.tsx";
import { App } from "./app/app.tsx";
import { startKeys } from "./app/keys.ts";
import { outdated } from "./app/lazy.tsx";
import { startRouter } from "./app/router.ts";
import { startShortcuts } from "./app/shortcuts.ts";
import { floatingPlace } from "./app/top-layer.ts";
import { followCounts } from "./library/counts.ts";
import { followLibrary } from "./library/follow.ts";
import { behindEngine, startPlayer } from "./now/start.ts";
import { startDrop } from "./uploads/drop.tsx";

const root = document.querySelector("#app");
if (!root) throw new Error("The page has no place for the player.");

startRouter();
startShortcuts();
startKeys();
startPlayer();
startDrop();
render(<Announcer />, floatingPlace());
render(<App />, root);
followCounts();
void followLibrary();

behindEngine(() => import("./late.ts")).catch(outdated);
