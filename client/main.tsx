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

const root = document.querySelector("#app");
if (!root) throw new Error("The page has no place for the player.");

if (location.pathname.endsWith("/shared"))
  // What a guest sees has nothing of all this.
  void import("./shared/page.tsx").then(({ showShared }) => showShared(root));
else {
  startRouter();
  startShortcuts();
  startKeys();
  startPlayer();
  render(<Announcer />, floatingPlace());
  render(<App />, root);
  followCounts();
  void followLibrary();
  behindEngine(() => import("./late.ts")).catch(outdated);
}
