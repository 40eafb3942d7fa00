/** Where what had the focus goes from a list, it stays in that place: nobody is thrown back to the page's beginning. */

type Place = {
  readonly stop: HTMLElement;
  readonly row: HTMLElement;
  readonly rows: HTMLElement;
  readonly main: HTMLElement;
};

let place: Place | undefined;

const placeOf = (element: Element): Place | undefined => {
  const stop = element.closest<HTMLElement>("[data-stop]");
  const row = stop?.closest<HTMLElement>("[data-row]");
  const rows = row?.parentElement;
  const main = rows?.closest("main");
  return stop && row && rows && main ? { stop, row, rows, main } : undefined;
};

/** In its row, or in that which has come up to its place. */
const heirOf = ({ stop, row, rows }: Place): HTMLElement | undefined => {
  const next = row.isConnected ? row : rows.querySelector(`[data-row="${row.dataset["row"]}"]`);
  const stops = [
    ...(next ?? rows.lastElementChild ?? rows).querySelectorAll<HTMLElement>("[data-stop]"),
  ];
  const same = stops.find(({ dataset }) => dataset["stop"] === stop.dataset["stop"]);
  return same ?? (next === row ? stops.at(-1) : stops[0]);
};

const isNowhere = (): boolean => document.activeElement === document.body;

const keep = (): void => {
  if (!place || place.stop.isConnected || !isNowhere()) return;
  const heir = place.rows.isConnected ? heirOf(place) : undefined;
  (heir ?? place.main).focus({ preventScroll: true });
};

/** For as long as the page is open. */
export const startKeepingFocus = (): void => {
  const observer = new MutationObserver(keep);
  const note = (next: Place | undefined): void => {
    place = next;
    observer.disconnect();
    if (next) observer.observe(next.main, { childList: true, subtree: true });
  };
  document.addEventListener("focusin", ({ target }) => note(placeOf(target as Element)));
  // Whoever has left by a press on nothing is not brought back. What was taken away is seen to before this runs.
  document.addEventListener("focusout", () =>
    setTimeout(() => {
      if (isNowhere()) note(undefined);
    }),
  );
};
