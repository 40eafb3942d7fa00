/** What is the matter with the line, in one sentence. */
import { computed, effect, signal } from "@preact/signals";
import { away } from "../library/follow.ts";
import { announce } from "./announce.tsx";
import "./strip.css";

const offline = signal(!navigator.onLine);
addEventListener("online", () => (offline.value = false));
addEventListener("offline", () => (offline.value = true));

/** Seconds until the server is asked again. */
const seconds = signal(0);

effect(() => {
  const now = away.value;
  if (!now) return undefined;
  const until = performance.now() + now.retryIn;
  const count = (): void =>
    void (seconds.value = Math.max(1, Math.ceil((until - performance.now()) / 1000)));
  count();
  const timer = setInterval(count, 1_000);
  return () => clearInterval(timer);
});

/** A server that does not answer once may be about to be replaced: that takes a second. */
const isAway = computed(() => away.value !== undefined);

effect(() => {
  if (offline.value) announce("You're offline. Songs already loaded still play.");
  else if (isAway.value) announce("Can't reach your server.");
});

const Offline = () => (
  <section class="strip" aria-label="Connection">
    <p>You're offline. Songs already loaded still play.</p>
  </section>
);

const Away = () => (
  <section class="strip" aria-label="Connection">
    <p>
      Can't reach your server. Trying again in <span class="number">{seconds} s.</span>
    </p>
    <button type="button" class="link" onClick={() => away.value?.retryNow()}>
      Try now
    </button>
  </section>
);

export const Strip = () => {
  if (offline.value) return <Offline />;
  return isAway.value ? <Away /> : null;
};
