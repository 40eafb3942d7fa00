/** The orders in which songs can be listed. */
import { Icon } from "../app/icon.tsx";
import { openMenu } from "../app/menu.ts";
import { setting } from "../app/settings.ts";
import type { SongQuery } from "../library/song-list.ts";

export const orders = {
  newest: { sort: "added", order: "desc" },
  oldest: { sort: "added", order: "asc" },
  title: { sort: "title", order: "asc" },
  "title-down": { sort: "title", order: "desc" },
  artist: { sort: "artist", order: "asc" },
  "artist-down": { sort: "artist", order: "desc" },
  album: { sort: "album", order: "asc" },
  "album-down": { sort: "album", order: "desc" },
} as const satisfies Record<string, SongQuery>;

export type Order = keyof typeof orders;

const labels: Readonly<Record<Order, string>> = {
  newest: "Newest first",
  oldest: "Oldest first",
  title: "Title, A to Z",
  "title-down": "Title, Z to A",
  artist: "Artist, A to Z",
  "artist-down": "Artist, Z to A",
  album: "Album, A to Z",
  "album-down": "Album, Z to A",
};

export const orderLabel = (name: Order): string => labels[name];

export const order = setting<Order>("order", "newest", (name) => name in orders);

const openOrders = (button: Element): void => {
  const names = Object.keys(orders) as Order[];
  const items = names.map((name) => ({
    label: labels[name],
    isChosen: name === order.value,
    run: () => void (order.value = name),
  }));
  openMenu("Order", items, button);
};

export const SortButton = () => (
  <button
    type="button"
    class="sort"
    aria-haspopup="menu"
    aria-label={`Order: ${labels[order.value]}`}
    onClick={(event) => openOrders(event.currentTarget)}
  >
    {labels[order.value]}
    <Icon name="down" />
  </button>
);
