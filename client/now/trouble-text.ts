/** What is said of a song that does not sound, and what one can do: the brief's list of failures. */
import { askForToken } from "../app/sign-in.ts";
import { away } from "../library/follow.ts";
import { token } from "../library/token.ts";
import type { Trouble } from "../playback/deck.ts";
import type { Fault } from "../playback/engine.ts";
import { player } from "../playback/instance.ts";
import { chooseAac } from "./sound-quality.ts";

export type Told = {
  readonly text: string;
  readonly action?: { readonly label: string; readonly run: () => void };
};

const removeIt = (): void => {
  const { current } = player.queue.peek();
  if (current !== undefined) player.remove([current]);
};

const tryNow = (): void => {
  away.peek()?.retryNow();
  player.retry();
};

const playAac = (): void => {
  chooseAac();
  player.retry();
};

const signIn = async (): Promise<void> => {
  if (await askForToken(token.peek() === undefined ? undefined : "token-wrong")) player.retry();
};

const told: Readonly<Record<Fault, Told>> = {
  "server-away": {
    text: "Can't reach your server.",
    action: { label: "Try now", run: tryNow },
  },
  offline: { text: "Connection lost. Playing what's loaded." },
  slow: {
    text: "This song is slow to load.",
    action: { label: "Skip", run: () => player.next() },
  },
  deleted: {
    text: "This song was deleted.",
    action: { label: "Remove from queue", run: removeIt },
  },
  codec: {
    text: "Your browser can't play this version.",
    action: { label: "Play AAC", run: playAac },
  },
  autoplay: {
    text: "Press play to go on.",
    action: { label: "Play", run: () => player.resume() },
  },
  token: {
    text: "That token didn't work. Copy it again from the server.",
    action: { label: "Sign in", run: () => void signIn() },
  },
  unknown: {
    text: "This song can't be played.",
    action: { label: "Try again", run: () => player.retry() },
  },
};

const ownText = ({ fault, song }: Trouble): string | undefined => {
  if (fault === "token" && token.value === undefined) return "Sign in to hear this song.";
  return fault === "unknown" ? song?.reason?.title : undefined;
};

export const toldOf = (trouble: Trouble): Told => {
  const { text, action } = told[trouble.fault];
  return { text: ownText(trouble) ?? text, ...(action && { action }) };
};
