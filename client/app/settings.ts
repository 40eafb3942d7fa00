/** What a person chose on this device: a signal for each choice, kept. */
import { effect, type Signal, signal } from "@preact/signals";
import { onDevice } from "./storage.ts";

type Value = string | number | boolean;

const parsed = (text: string | undefined): unknown => {
  try {
    return text === undefined ? undefined : JSON.parse(text);
  } catch {
    // Not of our writing: as if there were none.
    return undefined;
  }
};

/** `isValid` refuses what another version may have kept. */
export const setting = <T extends Value>(
  name: string,
  initial: T,
  isValid: (value: T) => boolean = () => true,
): Signal<T> => {
  const kept = parsed(onDevice.read(name)) as T;
  const chosen = signal(typeof kept === typeof initial && isValid(kept) ? kept : initial);
  let first = true;
  effect(() => {
    const text = JSON.stringify(chosen.value);
    if (!first) onDevice.write(name, text);
    first = false;
  });
  return chosen;
};

export const singleKeys = setting<boolean>("single-keys", true);
export const queueOpen = setting<boolean>("queue-open", true);
