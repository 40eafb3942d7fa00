/** One album: its songs in the order of its discs and tracks. */
import { useComputed } from "@preact/signals";
import type { Song } from "../../api-client/contract.ts";
import { clean, plural, span } from "../app/format.ts";
import { Icon } from "../app/icon.tsx";
import { address, place } from "../app/router.ts";
import { Cover } from "../covers/cover.tsx";
import { ownerOf } from "../covers/hash.ts";
import { shareDialog } from "../library/share.ts";
import { songList } from "../library/song-list.ts";
import { songsOf } from "../list/play.ts";
import { SongGrid } from "../list/song-grid.tsx";
import type { From } from "../playback/queue.ts";
import { Head } from "./columns.tsx";
import { Empty, Fault } from "./states.tsx";
import { PlayButtons, ViewHead } from "./view-head.tsx";
import "./album.css";

/** No album has more. */
const longest = 500;

type AboutProps = { readonly songs: readonly Song[]; readonly total: number };

const About = ({ songs, total }: AboutProps) => {
  const [first] = songs;
  if (!first) return null;
  const owner = ownerOf(first);
  const seconds = songs.reduce((sum, { duration = 0 }) => sum + duration, 0);
  const year = songs.find((song) => song.year !== undefined)?.year;
  return (
    <>
      {owner === undefined ? (
        "Various artists"
      ) : (
        <a href={address("artist", { name: owner })} dir="auto">
          {clean(owner)}
        </a>
      )}
      {[year, plural(total, "song"), seconds > 0 && span(seconds)]
        .filter(Boolean)
        .map((part) => ` · ${part}`)}
    </>
  );
};

/** Of several discs, the disc is said too. */
const numberOf =
  (discs: boolean) =>
  ({ trackNumber, discNumber }: Song): string => {
    if (trackNumber === undefined) return "–";
    return discs ? `${discNumber ?? 1}.${trackNumber}` : String(trackNumber);
  };

const ShareAlbum = ({ id, name }: { readonly id: string; readonly name: string }) => (
  <button
    type="button"
    class="button quiet for-writers"
    onClick={() => void shareDialog({ albumId: id }, name)}
  >
    <Icon name="share" />
    Share…
  </button>
);

export const AlbumPage = () => {
  const list = songList({ albumId: place.value.id, sort: "album" });
  const songs = useComputed(() => {
    const length = Math.min(list.total.value ?? 0, longest);
    return songsOf(Array.from({ length }, (_, n) => list.at(n) ?? ""));
  }).value;
  const [first] = songs;
  const name = first?.album ?? "";
  const from: From = { kind: "album", name };
  if (list.total.value === 0)
    return (
      <>
        <ViewHead title="Album" />
        <Empty text="This album isn't here any more.">
          <a class="button quiet" href="albums">
            All albums
          </a>
        </Empty>
      </>
    );
  return (
    <>
      <ViewHead
        title={clean(name) || "Album"}
        about={<About songs={songs} total={list.total.value ?? 0} />}
        before={<Cover of={first ?? {}} width={320} eager class="album-cover" />}
      >
        <PlayButtons list={list} from={from} />
        {first?.albumId !== undefined && <ShareAlbum id={first.albumId} name={name} />}
      </ViewHead>
      <Fault what="this album" fault={list.fault.value} onRetry={list.retry} />
      <SongGrid
        list={list}
        label={`Songs of ${clean(name)}`}
        from={from}
        head={<Head />}
        number={numberOf(songs.some(({ discNumber = 1 }) => discNumber > 1))}
      />
    </>
  );
};
