/** Components that come when they are first drawn. */
import { signal } from "@preact/signals";
import type { ComponentType } from "preact";
import { toast } from "./toast.ts";

/** A build that came since has other names for its pieces: only a reload helps. */
export const outdated = (): void =>
  toast("A part of the page could not be loaded.", {
    action: { label: "Reload", run: () => location.reload() },
  });

/** Draws nothing until the component is there. */
export const lazy = <Props extends object>(
  load: () => Promise<ComponentType<Props>>,
): ComponentType<Props> => {
  const loaded = signal<ComponentType<Props>>();
  let asked = false;
  return (props: Props) => {
    const Loaded = loaded.value;
    if (Loaded) return <Loaded {...props} />;
    if (!asked) {
      asked = true;
      load().then(
        (component) => (loaded.value = component),
        () => {
          asked = false;
          outdated();
        },
      );
    }
    return null;
  };
};
