/** A private library: nothing of it is shown before one has signed in. */
import { askForToken } from "../app/sign-in.ts";
import type { SegueError } from "../../api-client/segue-client.ts";
import { player } from "../playback/instance.ts";
import { token } from "./token.ts";

/** ms, where it is no matter of the token. */
const askAgain = 30_000;

const changed = (): Promise<void> =>
  new Promise((resolve) => {
    const before = token.peek();
    const stop = token.subscribe((now) => {
      if (now === before) return;
      resolve();
      queueMicrotask(() => stop());
    });
  });

/** Settles when it is worth while to ask the server again. */
export const letIn = async ({ slug, retryAfter }: SegueError): Promise<void> => {
  const isRefused = slug === "token-needed" || slug === "token-wrong";
  if (!isRefused)
    return new Promise((resolve) => {
      setTimeout(resolve, retryAfter ?? askAgain);
    });
  const signedIn = changed();
  if (!(await askForToken(slug))) await signedIn;
  if (player.trouble.peek()?.fault === "token") player.retry();
};
