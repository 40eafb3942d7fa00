/** What the server lets this device's token do: who only reads is not offered what would be refused. */
import { effect, signal } from "@preact/signals";
import type { Doctor } from "../../api-client/contract.ts";
import { SegueClient } from "../../api-client/segue-client.ts";
import { token } from "./token.ts";

export const readsOnly = signal(false);

/** Rejects as the client does. */
export const accessOf = async (given: string): Promise<Doctor["access"]> => {
  const url = new URL("../crud/", location.href);
  return (await new SegueClient({ url, token: given }).doctor()).access;
};

/** For as long as the page is open. */
export const followAccess = (): void => {
  effect(() => {
    const given = token.value;
    readsOnly.value = false;
    if (given === undefined) return;
    accessOf(given).then(
      (access) => {
        if (token.peek() === given) readsOnly.value = access === "read";
      },
      // Then it is offered, and the server's answer tells.
      () => {},
    );
  });
  effect(() => void document.documentElement.toggleAttribute("data-reads-only", readsOnly.value));
};
