/** The page: what stands where. */
import { Bar } from "../now/bar.tsx";
import { Queue } from "../now/queue.tsx";
import { loadRest } from "../now/start.ts";
import { Stage } from "../now/stage.tsx";
import { Dialogs } from "./dialogs.tsx";
import { lazy } from "./lazy.tsx";
import { Main } from "./main.tsx";
import { Sidebar, Tabs } from "./sidebar.tsx";
import { Strip } from "./strip.tsx";
import "./shell.css";

const DropGlow = lazy(async () => (await loadRest()).DropGlow);

export const App = () => (
  <>
    <div class="app">
      <a class="skip" href="#main">
        Skip to the music
      </a>
      <Strip />
      <Sidebar />
      <Main />
      <Queue />
      <Bar />
      <Tabs />
    </div>
    <Stage />
    <DropGlow />
    <Dialogs />
  </>
);
