/** Search above, and below it the view where one is. */
import type { ComponentType } from "preact";
import { useEffect, useRef } from "preact/hooks";
import { Songs } from "../views/songs.tsx";
import { lazy } from "./lazy.tsx";
import { place } from "./router.ts";
import type { View } from "./views.ts";
import { TopBar } from "./top-bar.tsx";

const views: Readonly<Record<View, ComponentType>> = {
  songs: Songs,
  albums: lazy(async () => (await import("../views/albums.tsx")).Albums),
  album: lazy(async () => (await import("../views/album.tsx")).AlbumPage),
  artists: lazy(async () => (await import("../views/artists.tsx")).Artists),
  artist: lazy(async () => (await import("../views/artist.tsx")).ArtistPage),
  recent: lazy(async () => (await import("../views/recent.tsx")).Recent),
  deleted: lazy(async () => (await import("../views/deleted.tsx")).Deleted),
  search: lazy(async () => (await import("../views/search.tsx")).Search),
};

export const Main = () => {
  const main = useRef<HTMLElement>(null);
  const { view, id, name } = place.value;
  const first = useRef(true);
  useEffect(() => {
    // Where one has got to is read from its beginning; the search keeps its field.
    if (!first.current && view !== "search") main.current?.focus({ preventScroll: true });
    first.current = false;
  }, [view, id, name]);
  const Shown = views[view];
  return (
    <main id="main" ref={main} tabIndex={-1}>
      <TopBar />
      <Shown key={`${view} ${id} ${name}`} />
    </main>
  );
};
