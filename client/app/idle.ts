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
