/** Every album, by name. */
import { plural } from "../app/format.ts";
import { browseAlbums } from "../library/browse.ts";
import { stats } from "../library/counts.ts";
import { AddMusic } from "./add-music.tsx";
import { cardOf } from "./album-card.ts";
import { BrowseList } from "./browse-list.tsx";
import { AlbumCard, SkeletonCards } from "./card.tsx";
import { Empty } from "./states.tsx";
import { ViewHead } from "./view-head.tsx";

/** Covers on the first screen. */
const eager = 8;

export const Albums = () => {
  const browse = browseAlbums();
  const count = stats.value?.albums;
  const isEmpty = browse.items.value?.length === 0;
  return (
    <>
      <ViewHead title="Albums" about={count === undefined ? undefined : plural(count, "album")} />
      {isEmpty ? (
        <Empty text="No albums yet. Songs with an album in their tags gather here.">
          <AddMusic />
        </Empty>
      ) : (
        <BrowseList
          browse={browse}
          what="your albums"
          class="cards"
          draw={(album, n) => <AlbumCard key={album.id} album={cardOf(album)} eager={n < eager} />}
          skeleton={<SkeletonCards count={12} />}
        />
      )}
    </>
  );
};
