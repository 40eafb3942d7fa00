/** What was found; while more is looked for, what was found before stays, dimmed. */
import { signal, useComputed } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import type { Song } from "../../api-client/contract.ts";
import { announce } from "../app/announce.tsx";
import { plural, wholeNumber } from "../app/format.ts";
import { place } from "../app/router.ts";
import { dropList, type SongList, songList } from "../library/song-list.ts";
import { songsOf } from "../list/play.ts";
import { SongGrid } from "../list/song-grid.tsx";
import { ArtistItem } from "./artists.tsx";
import { AlbumCard, albumsOf } from "./card.tsx";
import { Head } from "./columns.tsx";
import { matches } from "./matches.ts";
import { Empty, Fault } from "./states.tsx";
import { ViewHead } from "./view-head.tsx";

/** Songs that are looked through for albums and artists. */
const looked = 100;
const mostCards = 12;
/** Of more songs, these leave the albums and artists in sight. */
const mostSongs = 8;
const mostArtists = 6;

const artistsOf = (songs: readonly Song[], words: string) => {
  const found = new Map<string, { songs: number; albums: Set<string> }>();
  for (const { artist, albumId } of songs) {
    if (artist === undefined || !matches(artist, words)) continue;
    const one = found.get(artist) ?? { songs: 0, albums: new Set() };
    one.songs++;
    if (albumId !== undefined) one.albums.add(albumId);
    found.set(artist, one);
  }
  return [...found].map(([name, one]) => ({
    name,
    songs: one.songs,
    albums: one.albums.size,
  }));
};

/** The words of which all songs are shown. */
const unfolded = signal("");

type FoundProps = { readonly list: SongList; readonly words: string };

const Found = ({ list, words }: FoundProps) => {
  const songs = useComputed(() =>
    songsOf(Array.from({ length: looked }, (_, n) => list.at(n) ?? "")),
  ).value;
  const albums = albumsOf(songs.filter(({ album = "" }) => matches(album, words)));
  const artists = artistsOf(songs, words);
  const total = list.total.value ?? 0;
  const hasMore = albums.length + artists.length > 0 && total > mostSongs;
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
            {albums.slice(0, mostCards).map((album) => (
              <AlbumCard key={album.id} album={album} />
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
            {artists.slice(0, mostArtists).map((artist) => (
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
  if (total !== undefined) last.current = { list, words };
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
