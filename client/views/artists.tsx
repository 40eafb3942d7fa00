/** Every artist, by name. */
import type { Artist } from "../../api-client/contract.ts";
import { clean, plural } from "../app/format.ts";
import { address } from "../app/router.ts";
import { Cover } from "../covers/cover.tsx";
import { browseArtists } from "../library/browse.ts";
import { stats } from "../library/counts.ts";
import { AddMusic } from "./add-music.tsx";
import { BrowseList } from "./browse-list.tsx";
import { Empty } from "./states.tsx";
import { ViewHead } from "./view-head.tsx";
import "./artists.css";

export const ArtistItem = ({ name, songs, albums }: Artist) => (
  <li class="artist-card">
    <Cover of={{ title: name }} />
    <span class="names">
      <a class="title" href={address("artist", { name })} dir="auto" data-tip>
        {clean(name)}
      </a>
      <span class="sub">
        {plural(songs, "song")}
        {albums > 0 && ` · ${plural(albums, "album")}`}
      </span>
    </span>
  </li>
);

const Skeletons = () => (
  <>
    {Array.from({ length: 10 }, (_, n) => (
      <li key={n} class="artist-card skeleton" aria-hidden="true">
        <span class="cover-space" />
        <span class="lines" />
      </li>
    ))}
  </>
);

export const Artists = () => {
  const browse = browseArtists();
  const count = stats.value?.artists;
  const isEmpty = browse.items.value?.length === 0;
  return (
    <>
      <ViewHead title="Artists" about={count === undefined ? undefined : plural(count, "artist")} />
      {isEmpty ? (
        <Empty text="No artists yet. They come with the tags of your songs.">
          <AddMusic />
        </Empty>
      ) : (
        <BrowseList
          browse={browse}
          what="your artists"
          class="artists"
          draw={(artist) => <ArtistItem key={artist.name} {...artist} />}
          skeleton={<Skeletons />}
        />
      )}
    </>
  );
};
