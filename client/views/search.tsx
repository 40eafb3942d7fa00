/** What was found; while more is looked for, what was found before stays, dimmed. */
import { signal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import { announce } from "../app/announce.tsx";
import { plural, wholeNumber } from "../app/format.ts";
import { place } from "../app/router.ts";
import {
  albumsFound,
  albumsShown,
  artistsFound,
  artistsShown,
  type Browse,
} from "../library/browse.ts";
import { dropList, type SongList, songList } from "../library/song-list.ts";
import { SongGrid } from "../list/song-grid.tsx";
import { ArtistItem } from "./artists.tsx";
import { cardOf } from "./album-card.ts";
import { AlbumCard } from "./card.tsx";
import { Head } from "./columns.tsx";
import { Empty, Fault } from "./states.tsx";
import { ViewHead } from "./view-head.tsx";

/** Of more songs, these leave the albums and artists in sight. */
const mostSongs = 8;

const groupsFound = (words: string) => ({
  albums: albumsFound(words),
  artists: artistsFound(words),
});

/** All is there, or will not come. */
const isRead = (groups: Readonly<Record<string, Browse<unknown>>>): boolean =>
  Object.values(groups).every(
    ({ items, fault }) => items.value !== undefined || fault.value !== undefined,
  );

/** The words of which all songs are shown. */
const unfolded = signal("");

type FoundProps = { readonly list: SongList; readonly words: string };

const Found = ({ list, words }: FoundProps) => {
  const groups = groupsFound(words);
  const albums = groups.albums.items.value ?? [];
  const artists = groups.artists.items.value ?? [];
  const total = list.total.value ?? 0;
  const mayHaveMore = !isRead(groups) || albums.length + artists.length > 0;
  const hasMore = mayHaveMore && total > mostSongs;
  const isFolded = hasMore && unfolded.value !== words;
  return (
    <>
      <div class="section-head">
        <h2>Songs</h2>
        {isFolded && (
          <button type="button" class="link" onClick={() => (unfolded.value = words)}>
            Show all {wholeNumber(total)}
          </button>
        )}
      </div>
      <SongGrid
        key={isFolded}
        list={list}
        label={`Songs that match ${words}`}
        from={{ kind: "search", name: words }}
        head={<Head />}
        most={isFolded ? mostSongs : undefined}
      />
      {albums.length > 0 && (
        <section aria-labelledby="found-albums">
          <div class="section-head">
            <h2 id="found-albums">Albums</h2>
          </div>
          <ul class="strip-of-cards">
            {albums.slice(0, albumsShown).map((album) => (
              <AlbumCard key={album.id} album={cardOf(album)} />
            ))}
          </ul>
        </section>
      )}
      {artists.length > 0 && (
        <section aria-labelledby="found-artists">
          <div class="section-head">
            <h2 id="found-artists">Artists</h2>
          </div>
          <ul class="artists">
            {artists.slice(0, artistsShown).map((artist) => (
              <ArtistItem key={artist.name} {...artist} />
            ))}
          </ul>
        </section>
      )}
    </>
  );
};

const Results = ({ words }: { readonly words: string }) => {
  const list = songList({ q: words });
  const last = useRef<FoundProps>();
  const total = list.total.value;
  const groups = groupsFound(words);
  useEffect(() => {
    for (const { items, more } of Object.values(groups))
      if (items.peek() === undefined) void more();
  }, [words]);
  if (total !== undefined && isRead(groups)) last.current = { list, words };
  useEffect(() => () => dropList(list), [list]);
  useEffect(() => {
    if (total !== undefined) announce(plural(total, "result"));
  }, [list, total === undefined]);
  const shown = last.current ?? { list, words };
  return (
    <>
      <ViewHead
        title="Search"
        about={total === undefined ? undefined : `${plural(total, "song")} for “${words}”`}
      />
      <Fault what="what you look for" fault={list.fault.value} onRetry={list.retry} />
      {total === 0 ? (
        <Empty text={`Nothing matches “${words}”. Check the spelling or try an artist.`} />
      ) : (
        <div class={`results ${shown.list === list ? "" : "dimmed"}`}>
          <Found key={shown.words} {...shown} />
        </div>
      )}
    </>
  );
};

export const Search = () => {
  const words = place.value.words.trim();
  if (words !== "") return <Results words={words} />;
  return (
    <>
      <ViewHead title="Search" />
      <Empty text="Type a title, an artist or an album." />
    </>
  );
};
