import type { Album } from "../../api-client/contract.ts";
import type { CardAlbum } from "./card.tsx";

/** An album of the library as a card shows it. */
export const cardOf = ({ id, title, artist, compilation, cover, streaming }: Album): CardAlbum => ({
  id,
  title,
  artist,
  cover: {
    album: title,
    artist,
    compilation,
    ...(cover && { cover }),
    ...(streaming !== undefined && { streaming }),
  },
});
