/** A list that goes on when its end comes into sight. */
import type { ComponentChildren } from "preact";
import { useEffect, useRef } from "preact/hooks";
import type { Browse } from "../library/browse.ts";
import { Fault } from "./states.tsx";

type Props<Item> = {
  readonly browse: Browse<Item>;
  /** `your albums`. */
  readonly what: string;
  readonly class: string;
  readonly draw: (item: Item, index: number) => ComponentChildren;
  readonly skeleton: ComponentChildren;
};

export const BrowseList = <Item,>({ browse, what, class: name, draw, skeleton }: Props<Item>) => {
  const { items, hasMore, fault } = browse;
  const end = useRef<HTMLDivElement>(null);
  useEffect(() => void (items.peek() === undefined && browse.more()), [browse]);
  useEffect(() => {
    const { current } = end;
    if (!current) return undefined;
    const observer = new IntersectionObserver(
      ([entry]) => void (entry?.isIntersecting === true && browse.more()),
      { root: current.closest("main"), rootMargin: "100% 0px" },
    );
    observer.observe(current);
    return () => observer.disconnect();
    // Observed anew after each page: its end may still be in sight.
  }, [browse, items.value]);
  return (
    <>
      <Fault what={what} fault={fault.value} onRetry={() => void browse.retry()} />
      <ul class={name} aria-busy={items.value === undefined}>
        {items.value?.map(draw) ?? skeleton}
      </ul>
      {hasMore.value && <div ref={end} class="end" />}
    </>
  );
};
