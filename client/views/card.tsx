/** An album as a card: the whole of it leads there, its disc plays. */
import { clean } from "../app/format.ts";
import { Icon } from "../app/icon.tsx";
import { address } from "../app/router.ts";
import { Cover } from "../covers/cover.tsx";
import { type Named, ownerOf } from "../covers/hash.ts";
import type { Song } from "../../api-client/contract.ts";
import "./card.css";

export type CardAlbum = {
  readonly id: string;
  readonly title: string;
  readonly artist: string | undefined;
  /** What its cover is made of. */
  readonly cover: Named & Partial<Pick<Song, "cover" | "streaming">>;
};

type Props = { readonly album: CardAlbum; readonly eager?: boolean };

const play = async (id: string, title: string): Promise<void> => {
  const { playAlbum } = await import("./play-album.ts");
  await playAlbum(id, title);
};

export const AlbumCard = ({ album: { id, title, artist, cover }, eager = false }: Props) => (
  <li class="card">
    <div class="card-cover">
      <Cover of={cover} width={320} eager={eager} />
      <button
        type="button"
        class="disc"
        aria-label={`Play ${clean(title)}`}
        onClick={() => void play(id, title)}
      >
        <Icon name="play" />
      </button>
    </div>
    <p class="card-title" dir="auto" data-tip>
      <a href={address("album", { id })}>{clean(title)}</a>
    </p>
    <p class="card-artist" dir="auto" data-tip>
      {clean(artist ?? (cover.compilation ? "Various artists" : "Unknown artist"))}
    </p>
  </li>
);

export const SkeletonCards = ({ count }: { readonly count: number }) => (
  <>
    {Array.from({ length: count }, (_, n) => (
      <li key={n} class="card skeleton" aria-hidden="true">
        <span class="card-space" />
        <span class="lines" />
      </li>
    ))}
  </>
);

/** One card for each album, in the order of its first song. */
export const albumsOf = (songs: readonly Song[]): CardAlbum[] => {
  const albums = new Map<string, CardAlbum>();
  for (const song of songs) {
    const { albumId, album } = song;
    if (albumId === undefined || album === undefined || albums.has(albumId)) continue;
    albums.set(albumId, { id: albumId, title: album, artist: ownerOf(song), cover: song });
  }
  return [...albums.values()];
};
