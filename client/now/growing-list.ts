/** A list that is drawn as far as it has been scrolled: most queues are short, some have thousands of songs. */
import { useEffect, useState } from "preact/hooks";

const step = 60;

/** How many of so many to draw. */
export const useGrowing = (count: number, list: () => HTMLElement | null): number => {
  const [drawn, setDrawn] = useState(step);
  const shown = Math.min(drawn, count);
  useEffect(() => {
    const last = list()?.lastElementChild;
    if (!last || shown >= count) return undefined;
    const seen = new IntersectionObserver(
      ([entry]) => {
        if (entry?.isIntersecting) setDrawn(shown + step);
      },
      { rootMargin: "400px" },
    );
    seen.observe(last);
    return () => seen.disconnect();
  }, [shown, count]);
  return shown;
};
