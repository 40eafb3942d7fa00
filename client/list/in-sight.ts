/** The rows that people have before them. */
import { signal } from "@preact/signals";
import type { SongList } from "../library/song-list.ts";

type InSight = { readonly list: SongList; readonly first: number; readonly last: number };

export const inSight = signal<InSight | undefined>(undefined);
