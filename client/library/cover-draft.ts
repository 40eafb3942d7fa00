/** Another cover than the song has, not yet saved: a page cannot keep a file over a reload. */
import { type ReadonlySignal, signal } from "@preact/signals";

export type NewCover = {
  /** Null: none. */
  readonly picture: File | null;
  /** It, as a URL that this page may show. */
  readonly url: string | undefined;
};

export type CoverDraft = {
  /** Undefined: as it is. */
  readonly chosen: ReadonlySignal<NewCover | undefined>;
  /** Settles when it can be shown. */
  choose(picture: File): Promise<void>;
  takeAway(): void;
  drop(): void;
};

const urlOf = (picture: File): Promise<string> =>
  new Promise((resolve) => {
    const reader = new FileReader();
    reader.addEventListener("load", () => resolve(reader.result as string));
    // What cannot be read is told when it is saved.
    reader.addEventListener("error", () => resolve(""));
    reader.readAsDataURL(picture);
  });

export const draftCover = (): CoverDraft => {
  const chosen = signal<NewCover | undefined>(undefined);
  return {
    chosen,
    async choose(picture) {
      chosen.value = { picture, url: await urlOf(picture) };
    },
    takeAway: () => void (chosen.value = { picture: null, url: undefined }),
    drop: () => void (chosen.value = undefined),
  };
};
