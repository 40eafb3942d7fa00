/** Waiting for a token that the server takes. */
import { effect } from "@preact/signals";
import { askForToken } from "../app/sign-in.ts";
import { token } from "./token.ts";

/** Asks for one, and waits for it wherever it is given. `why`: slug of the problem. Rejects when aborted. */
export const anotherToken = (why: string | undefined, signal?: AbortSignal): Promise<void> =>
  new Promise((resolve, reject) => {
    const before = token.peek();
    const finish = (settle: () => void): void => {
      queueMicrotask(() => stop());
      settle();
    };
    const stop = effect(() => {
      if (token.value !== before) finish(resolve);
    });
    signal?.addEventListener("abort", () => finish(() => reject(signal.reason as Error)), {
      once: true,
    });
    void askForToken(why).then((given) => given && finish(resolve));
  });
