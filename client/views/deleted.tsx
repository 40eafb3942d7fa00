/** What was deleted in the last day, and can come back. */
import { plural } from "../app/format.ts";
import { songList } from "../library/song-list.ts";
import { SongGrid } from "../list/song-grid.tsx";
import { Head } from "./columns.tsx";
import { Empty, Fault } from "./states.tsx";
import { ViewHead } from "./view-head.tsx";

export const Deleted = () => {
  const list = songList({ deleted: true });
  const total = list.total.value;
  return (
    <>
      <ViewHead
        title="Recently deleted"
        about={total === undefined ? undefined : `${plural(total, "song")} · kept for a day`}
      />
      <Fault what="the deleted songs" fault={list.fault.value} onRetry={list.retry} />
      {total === 0 ? (
        <Empty text="Nothing was deleted in the last day." />
      ) : (
        <SongGrid
          list={list}
          label="Deleted songs"
          from={{ kind: "songs", name: "" }}
          head={<Head />}
          restores
        />
      )}
    </>
  );
};
