/** What came last. */
import { useComputed } from "@preact/signals";
import { songList } from "../library/song-list.ts";
import { songsOf } from "../list/play.ts";
import { SongGrid } from "../list/song-grid.tsx";
import type { From } from "../playback/queue.ts";
import { AddMusic } from "./add-music.tsx";
import { AlbumCard, albumsOf, SkeletonCards } from "./card.tsx";
import { Head } from "./columns.tsx";
import { Empty, Fault, noMusic } from "./states.tsx";
import { PlayButtons, ViewHead } from "./view-head.tsx";

const from: From = { kind: "songs", name: "" };
/** Songs that are looked through for albums. */
const looked = 100;

export const Recent = () => {
  const list = songList({ sort: "added", order: "desc" });
  const albums = useComputed(() =>
    list.total.value === undefined
      ? undefined
      : albumsOf(songsOf(Array.from({ length: looked }, (_, n) => list.at(n) ?? ""))),
  ).value;
  if (list.total.value === 0)
    return (
      <>
        <ViewHead title="Recently added" />
        <Empty text={noMusic}>
          <AddMusic />
        </Empty>
      </>
    );
  return (
    <>
      <ViewHead title="Recently added" about="Newest first">
        <PlayButtons list={list} from={from} />
      </ViewHead>
      <Fault what="your songs" fault={list.fault.value} onRetry={list.retry} />
      {albums?.length !== 0 && (
        <>
          <div class="section-head">
            <h2>Albums</h2>
          </div>
          <ul class="cards">
            {albums?.map((album, n) => (
              <AlbumCard key={album.id} album={album} eager={n < 8} />
            )) ?? <SkeletonCards count={6} />}
          </ul>
        </>
      )}
      <div class="section-head">
        <h2>Songs</h2>
      </div>
      <SongGrid list={list} label="Songs, newest first" from={from} head={<Head />} />
    </>
  );
};
