/** Where one is in the player. Addresses are flat and relative to the page, so that they hold under any prefix. */
import { signal } from "@preact/signals";
import { keepScroll, restoreScroll } from "./scroll.ts";
import { type View, views } from "./views.ts";

export type Place = {
  readonly view: View;
  /** Of the query: an album's id, an artist's name, the words that are searched for. */
  readonly id: string;
  readonly name: string;
  readonly words: string;
  /** Of the history's entry. */
  readonly entry: string;
};

const base = new URL("./", location.href);

/** crypto.randomUUID is for pages with https only. */
const newEntry = (): string => `${Date.now().toString(36)}.${Math.random().toString(36).slice(2)}`;

const entryOf = (state: unknown): string =>
  (state as { entry?: string } | null)?.entry ?? newEntry();

const read = (): Place => {
  const { pathname, searchParams } = new URL(location.href);
  const last = pathname.slice(pathname.lastIndexOf("/") + 1);
  return {
    view: views.find((view) => view === last) ?? "songs",
    id: searchParams.get("id") ?? "",
    name: searchParams.get("name") ?? "",
    words: searchParams.get("q") ?? "",
    entry: entryOf(history.state),
  };
};

export const place = signal<Place>(read());

const note = (entry: string, url: URL, how: "pushState" | "replaceState"): void => {
  history[how]({ entry }, "", url);
  place.value = read();
};

type Options = { readonly replace?: boolean };

/** To an address such as `album?id=x`. Replacing keeps the entry, and so its scroll. */
export const go = (address: string, { replace = false }: Options = {}): void => {
  const url = new URL(address, base);
  if (replace) return note(place.value.entry, url, "replaceState");
  keepScroll(place.value.entry);
  note(newEntry(), url, "pushState");
  restoreScroll(place.value.entry);
};

/** The address of a view with its query. */
export const address = (view: View, query: Readonly<Record<string, string>> = {}): string => {
  const text = new URLSearchParams(query).toString();
  return text === "" ? view : `${view}?${text}`;
};

const isPlainClick = (event: MouseEvent): boolean =>
  event.button === 0 && !event.metaKey && !event.ctrlKey && !event.shiftKey && !event.altKey;

const onClick = (event: MouseEvent): void => {
  const link = (event.target as Element).closest?.("a[href]");
  if (!(link instanceof HTMLAnchorElement) || event.defaultPrevented || !isPlainClick(event))
    return;
  const isOurs = link.href.startsWith(base.href) && !link.target && !link.hasAttribute("download");
  const href = link.getAttribute("href") ?? "";
  if (!isOurs || href.startsWith("#")) return;
  event.preventDefault();
  go(href);
};

export const startRouter = (): void => {
  history.scrollRestoration = "manual";
  history.replaceState({ entry: place.value.entry }, "");
  restoreScroll(place.value.entry);
  document.addEventListener("click", onClick);
  addEventListener("popstate", () => {
    keepScroll(place.value.entry);
    place.value = read();
    restoreScroll(place.value.entry);
  });
  addEventListener("pagehide", () => keepScroll(place.value.entry));
};
