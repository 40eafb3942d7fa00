/** How far the song is, where there is no room for its wave. */
import { effect } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import { player } from "../playback/instance.ts";
import { shareAt } from "./progress.ts";

export const Line = () => {
  const line = useRef<HTMLElement>(null);
  useEffect(
    () =>
      effect(() =>
        line.current?.style.setProperty("--part", String(shareAt(player.position.value))),
      ),
    [],
  );
  return (
    <span class="bar-line" aria-hidden="true">
      <i ref={line} />
    </span>
  );
};
