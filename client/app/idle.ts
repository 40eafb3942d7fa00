/** ms: then it is done although the page is busy. */
const patience = 5_000;

/** Once the page is loaded and has nothing else to do. */
export const whenIdle = (work: () => void): void => {
  const wait = (): void => {
    // Not in every Safari.
    if ("requestIdleCallback" in window) requestIdleCallback(work, { timeout: patience });
    else setTimeout(work, 1_000);
  };
  if (document.readyState === "complete") wait();
  else addEventListener("load", wait, { once: true });
};

/** ms between attempts: a server that is deployed anew is back by then. */
const pauses = [500, 1_500, 4_000, 10_000];

/** Loads a part of the page, also when the server is away for a moment. */
export const insist = async <T>(load: () => Promise<T>): Promise<T> => {
  for (const pause of pauses)
    try {
      return await load();
    } catch {
      await new Promise((resolve) => setTimeout(resolve, pause));
    }
  return load();
};
