/** Where a song leads to: lines of its menus. */
import type { Song } from "../../api-client/contract.ts";
import { address } from "../app/router.ts";

type Way = { readonly label: string; readonly icon: string; readonly href: string };

export const waysOf = ({ albumId, artist }: Song): Way[] => [
  ...(albumId === undefined
    ? []
    : [{ label: "Go to album", icon: "albums", href: address("album", { id: albumId }) }]),
  ...(artist === undefined
    ? []
    : [{ label: "Go to artist", icon: "artists", href: address("artist", { name: artist }) }]),
];
