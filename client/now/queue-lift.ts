/** Moving a song by keys: Space lifts it, arrows carry it, Space drops it, Escape puts it back. */
import { type ReadonlySignal, signal } from "@preact/signals";
import { announce } from "../app/announce.tsx";
import { player } from "../playback/instance.ts";
import { type Key, upcoming } from "../playback/queue.ts";

export type Lift = { readonly key: Key; readonly place: number };

export type Lifting = {
  readonly lifted: ReadonlySignal<Lift | undefined>;
  /** On a grip. */
  onKeyDown(event: KeyboardEvent, key: Key, title: string): void;
  /** The focus went elsewhere: it stays where it is. */
  onLeave(event: FocusEvent): void;
};

export const createLift = (): Lifting => {
  const lifted = signal<Lift | undefined>(undefined);

  const places = (): readonly Key[] => upcoming(player.queue.peek()).map(({ key }) => key);

  const lift = (key: Key, title: string): void => {
    const all = places();
    const place = all.indexOf(key);
    lifted.value = { key, place };
    announce(`${title} lifted, position ${place + 1} of ${all.length}`);
  };
  const drop = (): void => {
    const last = lifted.peek();
    lifted.value = undefined;
    if (last) player.move(last.key, last.place);
  };
  const carry = (to: number): void => {
    const last = lifted.peek();
    if (!last) return;
    const place = Math.min(Math.max(0, to), places().length - 1);
    lifted.value = { ...last, place };
    announce(`Moved to ${place + 1}`);
  };

  const whileLifted = (name: string, { place }: Lift): boolean => {
    if (name === " " || name === "Enter") {
      drop();
      announce("Dropped");
    } else if (name === "Escape") {
      lifted.value = undefined;
      announce("Put back");
    } else if (name === "ArrowUp") carry(place - 1);
    else if (name === "ArrowDown") carry(place + 1);
    else if (name === "Home") carry(0);
    else if (name === "End") carry(Infinity);
    else return false;
    return true;
  };

  return {
    lifted,
    onKeyDown(event, key, title) {
      const now = lifted.peek();
      const isLift = event.key === " " || event.key === "Enter";
      if (now) {
        if (!whileLifted(event.key, now)) return;
      } else if (isLift) lift(key, title);
      else return;
      event.preventDefault();
      event.stopPropagation();
    },
    onLeave({ relatedTarget }) {
      // A row that is moved on the page loses the focus to nothing, and gets it back.
      if (relatedTarget !== null && lifted.peek()) drop();
    },
  };
};
