/** What can be done with a song, or with all that are selected. */
import type { Song } from "../../api-client/contract.ts";
import { openDialog } from "../app/dialogs.tsx";
import { clean } from "../app/format.ts";
import { type MenuItem, openMenu } from "../app/menu.ts";
import { forWriters } from "../library/access.ts";
import { client } from "../library/client.ts";
import { downloadOriginal, isPrivate } from "../library/download.ts";
import { withFaults } from "../library/faults.ts";
import { shareDialog } from "../library/share.ts";
import { waysOf } from "../library/ways.ts";
import { areDeleted, createGridActions, type GridActions } from "./grid-actions.ts";
import type { Grid } from "./song-grid.tsx";

const download = { label: "Download original", icon: "download" };

const downloadOf = (song: Song): MenuItem =>
  isPrivate(song)
    ? { ...download, run: () => void withFaults(() => downloadOriginal(song)) }
    : { ...download, href: client.originalUrl(song.id).href, download: song.filename ?? "" };

const detailsOf = (song: Song): MenuItem => ({
  label: "Details",
  icon: "info",
  run: () =>
    void openDialog(async () => (await import("../library/details.tsx")).drawDetails(song)),
});

const fileOf = (song: Song): MenuItem[] => [
  downloadOf(song),
  ...forWriters({
    label: "Share…",
    icon: "share",
    run: () => void shareDialog({ songId: song.id }, song.title),
  }),
  detailsOf(song),
];

type Menu = { readonly songs: readonly Song[]; readonly one: Song | undefined };

const itemsOf = ({ songs, one }: Menu, actions: GridActions): MenuItem[] => [
  { label: "Play next", icon: "next", run: () => actions.queue(songs, "next") },
  { label: "Add to queue", icon: "queue", run: () => actions.queue(songs, "last") },
  ...(one ? waysOf(one) : []),
  ...forWriters({ label: "Edit", icon: "edit", run: () => actions.edit(songs) }),
  ...(one ? fileOf(one) : []),
  ...forWriters({
    label: "Delete",
    icon: "deleted",
    isDanger: true,
    run: () => actions.remove(songs),
  }),
];

const deletedItemsOf = ({ songs, one }: Menu, { restore }: GridActions): MenuItem[] => [
  ...forWriters({ label: "Restore", icon: "restore", run: () => restore(songs) }),
  ...(one ? [detailsOf(one)] : []),
];

export const openRowMenu = (grid: Grid, index: number, at: Element | MouseEvent): void => {
  const actions = createGridActions(grid);
  const songs = actions.meant(index);
  const [song] = songs;
  if (!song) return;
  const one = songs.length === 1 ? song : undefined;
  const items = areDeleted(songs) ? deletedItemsOf : itemsOf;
  openMenu(
    one ? `More for ${clean(song.title)}` : `${songs.length} selected songs`,
    items({ songs, one }, actions),
    at,
  );
};
