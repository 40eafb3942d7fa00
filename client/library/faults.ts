/** What went wrong, in a sentence for people. */
import { NotSegue, SegueError, ServerAway } from "../../api-client/segue-client.ts";
import { toast } from "../app/toast.ts";

/** Of the server or the way there; anything else is a mistake of ours. */
export const isFault = (error: unknown): boolean =>
  error instanceof SegueError || error instanceof ServerAway || error instanceof NotSegue;

export const isAbort = (error: unknown): boolean =>
  error instanceof DOMException && error.name === "AbortError";

export const explain = (error: unknown): string => {
  if (error instanceof SegueError) return error.message;
  if (error instanceof NotSegue) return "Something else answered instead of your server.";
  return navigator.onLine ? "Can't reach your server." : "You're offline.";
};

/** Does it; what goes wrong is told, with a way to try again. */
export const withFaults = async (work: () => Promise<void>): Promise<void> => {
  try {
    await work();
  } catch (error) {
    if (isAbort(error)) return;
    if (!isFault(error)) throw error;
    const again = (): void => void withFaults(work);
    toast(explain(error), { action: { label: "Try again", run: again } });
  }
};
