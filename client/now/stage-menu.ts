/** What can be done with the song on the stage. */
import type { Song } from "../../api-client/contract.ts";
import { openDialog } from "../app/dialogs.tsx";
import { clean } from "../app/format.ts";
import { openMenu } from "../app/menu.ts";
import { go } from "../app/router.ts";
import { forWriters } from "../library/access.ts";
import { waysOf } from "../library/ways.ts";
import { openSleepMenu } from "./sleep-menu.ts";
import { closeStage } from "./stage-state.ts";

const goTo = (place: string): void => {
  closeStage();
  go(place);
};

const edit = (song: Song): void =>
  void openDialog(async () => (await import("../library/tag-editor.tsx")).drawTagEditor([song]));

const details = (song: Song): void =>
  void openDialog(async () => (await import("../library/details.tsx")).drawDetails(song));

export const openStageMenu = (song: Song, at: Element): void =>
  openMenu(
    `More for ${clean(song.title)}`,
    [
      ...waysOf(song).map(({ label, icon, href }) => ({ label, icon, run: () => goTo(href) })),
      ...forWriters({ label: "Edit", icon: "edit", run: () => edit(song) }),
      { label: "Details", icon: "info", run: () => details(song) },
      { label: "Sleep timer", icon: "moon", run: () => openSleepMenu(at) },
    ],
    at,
  );
