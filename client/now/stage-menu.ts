/** What can be done with the song on the stage. */
import type { Song } from "../../api-client/contract.ts";
import { openDialog } from "../app/dialogs.tsx";
import { clean } from "../app/format.ts";
import { type MenuItem, openMenu } from "../app/menu.ts";
import { address, go } from "../app/router.ts";
import { readsOnly } from "../library/access.ts";
import { openSleepMenu } from "./sleep-menu.ts";
import { closeStage } from "./stage-state.ts";

const goTo = (place: string): void => {
  closeStage();
  go(place);
};

const waysOf = ({ albumId, artist }: Song): MenuItem[] => [
  ...(albumId === undefined
    ? []
    : [
        {
          label: "Go to album",
          icon: "albums",
          run: () => goTo(address("album", { id: albumId })),
        },
      ]),
  ...(artist === undefined
    ? []
    : [
        {
          label: "Go to artist",
          icon: "artists",
          run: () => goTo(address("artist", { name: artist })),
        },
      ]),
];

const edit = (song: Song): void =>
  void openDialog(async () => (await import("../library/tag-editor.tsx")).drawTagEditor([song]));

const details = (song: Song): void =>
  void openDialog(async () => (await import("../library/details.tsx")).drawDetails(song));

export const openStageMenu = (song: Song, at: Element): void =>
  openMenu(
    `More for ${clean(song.title)}`,
    [
      ...waysOf(song),
      ...(readsOnly.peek() ? [] : [{ label: "Edit", icon: "edit", run: () => edit(song) }]),
      { label: "Details", icon: "info", run: () => details(song) },
      { label: "Sleep timer", icon: "moon", run: () => openSleepMenu(at) },
    ],
    at,
  );
