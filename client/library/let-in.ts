/** A private library: nothing of it is shown before one has signed in. */
import type { SegueError } from "../../api-client/segue-client.ts";
import { player } from "../playback/instance.ts";
import { anotherToken } from "./another-token.ts";

/** ms, where it is no matter of the token. */
const askAgain = 30_000;

/** Settles when it is worth while to ask the server again. */
export const letIn = async ({ slug, retryAfter }: SegueError): Promise<void> => {
  const isRefused = slug === "token-needed" || slug === "token-wrong";
  if (!isRefused)
    return new Promise((resolve) => {
      setTimeout(resolve, retryAfter ?? askAgain);
    });
  await anotherToken(slug);
  if (player.trouble.peek()?.fault === "token") player.retry();
};
