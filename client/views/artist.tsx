/** One artist: albums, and every song. */
import { useComputed } from "@preact/signals";
import { clean, plural } from "../app/format.ts";
import { place } from "../app/router.ts";
import { songList } from "../library/song-list.ts";
import { songsOf } from "../list/play.ts";
import { SongGrid } from "../list/song-grid.tsx";
import type { From } from "../playback/queue.ts";
import { AlbumCard, albumsOf } from "./card.tsx";
import { Head } from "./columns.tsx";
import { Empty, Fault } from "./states.tsx";
import { PlayButtons, ViewHead } from "./view-head.tsx";

/** Songs that are looked through for albums. */
const looked = 100;

export const ArtistPage = () => {
  const { name } = place.value;
  const list = songList({ artist: name, sort: "album" });
  const from: From = { kind: "artist", name };
  const total = list.total.value;
  const albums = useComputed(() =>
    albumsOf(songsOf(Array.from({ length: looked }, (_, n) => list.at(n) ?? ""))),
  ).value;
  if (name === "" || total === 0)
    return (
      <>
        <ViewHead title={clean(name) || "Artist"} />
        <Empty text="There are no songs of this artist any more.">
          <a class="button quiet" href="artists">
            All artists
          </a>
        </Empty>
      </>
    );
  return (
    <>
      <ViewHead title={clean(name)} about={total === undefined ? undefined : plural(total, "song")}>
        <PlayButtons list={list} from={from} />
      </ViewHead>
      <Fault what="this artist's songs" fault={list.fault.value} onRetry={list.retry} />
      {albums.length > 0 && (
        <section aria-labelledby="artist-albums">
          <div class="section-head">
            <h2 id="artist-albums">Albums</h2>
          </div>
          <ul class="strip-of-cards">
            {albums.map((album) => (
              <AlbumCard key={album.id} album={album} eager />
            ))}
          </ul>
        </section>
      )}
      <div class="section-head">
        <h2>Songs</h2>
      </div>
      <SongGrid list={list} label={`Songs of ${clean(name)}`} from={from} head={<Head />} />
    </>
  );
};
