/** One artist: albums, and every song. */
import { clean, plural } from "../app/format.ts";
import { place } from "../app/router.ts";
import { albumsOfArtist } from "../library/browse.ts";
import { songList } from "../library/song-list.ts";
import { SongGrid } from "../list/song-grid.tsx";
import type { From } from "../playback/queue.ts";
import { cardOf } from "./album-card.ts";
import { BrowseList } from "./browse-list.tsx";
import { AlbumCard, SkeletonCards } from "./card.tsx";
import { Head } from "./columns.tsx";
import { Empty, Fault } from "./states.tsx";
import { PlayButtons, ViewHead } from "./view-head.tsx";

/** Covers on the first screen. */
const eager = 8;

const Albums = ({ name }: { readonly name: string }) => {
  const browse = albumsOfArtist(name);
  if (browse.items.value?.length === 0) return null;
  return (
    <section aria-labelledby="artist-albums">
      <div class="section-head">
        <h2 id="artist-albums">Albums</h2>
      </div>
      <BrowseList
        browse={browse}
        what="this artist's albums"
        class="strip-of-cards"
        draw={(album, n) => <AlbumCard key={album.id} album={cardOf(album)} eager={n < eager} />}
        skeleton={<SkeletonCards count={6} />}
      />
    </section>
  );
};

export const ArtistPage = () => {
  const { name } = place.value;
  const list = songList({ artist: name, sort: "album" });
  const from: From = { kind: "artist", name };
  const total = list.total.value;
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
      <Albums name={name} />
      <div class="section-head">
        <h2>Songs</h2>
      </div>
      <SongGrid list={list} label={`Songs of ${clean(name)}`} from={from} head={<Head />} />
    </>
  );
};
