/** Asking for the token where the server wants one. */
import { SegueError } from "../../api-client/segue-client.ts";
import { openDialog } from "./dialogs.tsx";

let asking: Promise<boolean> | undefined;

/** `why`: slug of the problem. False when the person would rather not. Whoever asks meanwhile gets the same answer. */
export const askForToken = (why?: string): Promise<boolean> => {
  asking ??= new Promise<boolean>((resolve) => {
    const answer = (given: boolean): void => {
      asking = undefined;
      resolve(given);
    };
    void openDialog(async () => {
      const { drawSignIn } = await import("./sign-in-dialog.tsx");
      return drawSignIn({ why, onAnswer: answer });
    }).then((opened) => opened || answer(false));
  });
  return asking;
};

/** Without another token nothing of the kind is let through. */
export const isRefused = (error: unknown): error is SegueError =>
  error instanceof SegueError && /^(token-(needed|wrong)|read-only)$/.test(error.slug);

/** Does what needs the token, and once more whenever the person gives another. */
export const signedIn = async <T>(work: () => Promise<T>): Promise<T> => {
  for (;;)
    try {
      return await work();
    } catch (error) {
      if (!isRefused(error) || !(await askForToken(error.slug))) throw error;
    }
};
