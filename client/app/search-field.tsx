/** Search while typing: the words are in the address, so that they can be shared, kept and gone back to. */
import { effect, signal } from "@preact/signals";
import { useLayoutEffect, useRef } from "preact/hooks";
import { Icon } from "./icon.tsx";
import { address, go, place } from "./router.ts";
import { addShortcuts } from "./shortcuts.ts";

/** ms without a key. */
const debounce = 120;

const text = signal(place.peek().words);
let timer: number | undefined;

effect(() => {
  const { view, words } = place.value;
  // What is being typed is newer than the address.
  if (timer === undefined) text.value = view === "search" ? words : "";
});

const search = (words: string): void => {
  timer = undefined;
  const isThere = place.peek().view === "search";
  if (words !== "" || isThere) go(address("search", { q: words }), { replace: isThere });
};

const typed = (words: string): void => {
  text.value = words;
  clearTimeout(timer);
  timer = window.setTimeout(search, debounce, words);
};

const clear = (): void => {
  clearTimeout(timer);
  text.value = "";
  search("");
};

const leave = (): void => {
  if (place.peek().view !== "search") return;
  if (history.length > 1) history.back();
  else go("songs");
};

const enterResults = (): boolean => {
  const first = document.querySelector<HTMLElement>(
    "main .results :is([tabindex='0'], a[href], button:not([tabindex='-1']))",
  );
  first?.focus();
  return first !== null;
};

const onKeyDown = (event: KeyboardEvent & { currentTarget: HTMLInputElement }): void => {
  if (event.key === "Escape") {
    event.preventDefault();
    if (text.peek() === "") {
      event.currentTarget.blur();
      leave();
    } else clear();
  } else if (event.key === "ArrowDown" && enterResults()) event.preventDefault();
  else if (event.key === "Enter") {
    clearTimeout(timer);
    search(text.peek());
  }
};

export const SearchField = () => {
  const field = useRef<HTMLInputElement>(null);
  // Before it is painted: who sees the field may press its key.
  useLayoutEffect(
    () => addShortcuts([{ key: "/", label: "Search", run: () => field.current?.select() }]),
    [],
  );
  return (
    <div class="search" role="search">
      <Icon name="search" />
      <input
        ref={field}
        type="search"
        aria-label="Search songs, albums and artists"
        placeholder="Search your music"
        maxLength={200}
        enterkeyhint="search"
        dir="auto"
        value={text}
        onInput={(event) => typed(event.currentTarget.value)}
        onKeyDown={onKeyDown}
      />
      {text.value === "" ? (
        <kbd aria-hidden="true">/</kbd>
      ) : (
        <button
          type="button"
          class="icon-button"
          aria-label="Clear the search"
          onClick={() => {
            clear();
            field.current?.focus();
          }}
        >
          <Icon name="close" />
        </button>
      )}
    </div>
  );
};
