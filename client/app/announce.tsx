/** What is said aloud: one polite region, a sentence at a time. */
import { signal } from "@preact/signals";

/** ms between two sentences. */
const pause = 2_000;

const sentence = signal("");
let waiting: string | undefined;
let quietUntil = 0;

const sayNext = (): void => {
  if (waiting === undefined) return;
  sentence.value = waiting;
  waiting = undefined;
  quietUntil = performance.now() + pause;
  setTimeout(sayNext, pause);
};

/** Of those that come too fast, the last is said. */
export const announce = (text: string): void => {
  const isQuiet = performance.now() >= quietUntil;
  waiting = text;
  // A sentence said twice is heard once: assistive technology tells of changes only.
  if (sentence.peek() === text) sentence.value = "";
  if (isQuiet) sayNext();
};

export const Announcer = () => (
  <p class="visually-hidden" role="status" data-announcer>
    {sentence.value}
  </p>
);
