/** What the server lets this device's token do: who only reads is not offered what would be refused. */
import { computed, effect, signal } from "@preact/signals";
import type { Doctor } from "../../api-client/contract.ts";
import { type ClientOptions, SegueClient, SegueError } from "../../api-client/segue-client.ts";
import { token } from "./token.ts";

/** Undefined: there is no token, or it is not known yet. */
export const access = signal<Doctor["access"] | "none" | undefined>(undefined);

export const readsOnly = computed(() => access.value === "read");

/** Of a menu that is about to open: nothing for who only reads. */
export const forWriters = <Item>(item: Item): readonly Item[] => (readsOnly.peek() ? [] : [item]);

/** Rejects as the client does. */
export const accessOf = async (
  given: string,
  options: Pick<ClientOptions, "retryFor"> = {},
): Promise<Doctor["access"]> => {
  const url = new URL("../crud/", location.href);
  return (await new SegueClient({ url, token: given, ...options }).doctor()).access;
};

/** Where it cannot be asked, everything is offered, and the server's answer tells. */
const ask = async (given: string): Promise<typeof access.value> => {
  try {
    return await accessOf(given);
  } catch (error) {
    return error instanceof SegueError && error.slug === "token-wrong" ? "none" : undefined;
  }
};

/** For as long as the page is open. */
export const followAccess = (): void => {
  effect(() => {
    const given = token.value;
    access.value = undefined;
    if (given === undefined) return;
    void ask(given).then((found) => {
      if (token.peek() === given) access.value = found;
    });
  });
  effect(() => void document.documentElement.toggleAttribute("data-reads-only", readsOnly.value));
};
