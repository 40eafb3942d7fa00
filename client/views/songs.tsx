/** Every song, and above them the albums that came last. */
import { useComputed } from "@preact/signals";
import { plural, span } from "../app/format.ts";
import { SongGrid } from "../list/song-grid.tsx";
import { songsOf } from "../list/play.ts";
import { stats } from "../library/counts.ts";
import { songList } from "../library/song-list.ts";
import { setting } from "../app/settings.ts";
import type { From } from "../playback/queue.ts";
import { AddMusic } from "./add-music.tsx";
import { AlbumCard, albumsOf, SkeletonCards } from "./card.tsx";
import { Head } from "./columns.tsx";
import { order, orderLabel, orders, SortButton } from "./sort.tsx";
import { Empty, Fault, noMusic } from "./states.tsx";
import { PlayButtons, ViewHead } from "./view-head.tsx";

const from: From = { kind: "songs", name: "" };
const newest = 60;
const mostCards = 12;

/** Whether there were albums last time: their room is kept while songs are loaded. */
const hasCards = setting<boolean>("recent-cards", true);

const RecentlyAdded = () => {
  const list = songList({ sort: "added", order: "desc" });
  const albums = useComputed(() => {
    if (list.total.value === undefined) return undefined;
    const ids = Array.from({ length: newest }, (_, n) => list.at(n) ?? "");
    return albumsOf(songsOf(ids)).slice(0, mostCards);
  }).value;
  if (albums !== undefined) hasCards.value = albums.length > 0;
  if (!hasCards.value) return null;
  return (
    <section aria-labelledby="recently-added">
      <div class="section-head">
        <h2 id="recently-added">Recently added</h2>
        <a class="link" href="recent" aria-label="See all recently added">
          See all
        </a>
      </div>
      <ul class="strip-of-cards">
        {albums?.map((album, n) => <AlbumCard key={album.id} album={album} eager={n < 8} />) ?? (
          <SkeletonCards count={6} />
        )}
      </ul>
    </section>
  );
};

const about = (): string | undefined => {
  const now = stats.value;
  if (!now) return undefined;
  const length = now.duration > 0 ? ` · ${span(now.duration)}` : "";
  return `${plural(now.songs, "song")}${length}`;
};

export const Songs = () => {
  const list = songList(orders[order.value]);
  const isEmpty = list.total.value === 0;
  if (isEmpty)
    return (
      <>
        <ViewHead title="Songs" about={plural(0, "song")} />
        <Empty text={noMusic}>
          <AddMusic />
        </Empty>
      </>
    );
  return (
    <>
      <ViewHead title="Songs" about={about()}>
        <PlayButtons list={list} from={from} />
      </ViewHead>
      <Fault what="your songs" fault={list.fault.value} onRetry={list.retry} />
      <RecentlyAdded />
      <div class="section-head">
        <h2>All songs</h2>
        <SortButton />
      </div>
      <SongGrid
        key={order.value}
        list={list}
        label={`Songs, ${orderLabel(order.value).toLowerCase()}`}
        from={from}
        head={<Head sorts />}
      />
    </>
  );
};
