/** The wave: the song's shape, how far it is, and the way to another place in it. */
import { effect } from "@preact/signals";
import { useEffect, useMemo, useRef, useState } from "preact/hooks";
import { clock } from "../app/format.ts";
import { player } from "../playback/instance.ts";
import { currentPeaks, waves } from "./peaks.ts";
import { extent, preview, shareAt } from "./progress.ts";
import { barHeights, barWidth, boxHeight, flatPath, wavePath } from "./wave.ts";
import { onWaveChange, onWaveInput, onWaveKey, writeValue } from "./wave-seek.ts";
import "./wave.css";

type Props = {
  readonly bars: number;
  /** Moves with every frame, not four times a second. */
  readonly isSmooth?: boolean;
};

const cssPercent = (share: number): string => `${share * 100}%`;

/** Bars as far as it is prepared. */
const pathOf = (peaks: readonly number[] | undefined, bars: number, share: number): string =>
  peaks && peaks.length > 0
    ? wavePath(barHeights(peaks, Math.max(1, Math.round(bars * share))))
    : flatPath(bars * share);

const writeProgress = (element: HTMLElement, seconds: number): void => {
  element.style.setProperty("--played", cssPercent(shareAt(seconds)));
  element.style.setProperty("--buffered", cssPercent(shareAt(player.buffered.value)));
  element.style.setProperty("--prepared", cssPercent(extent.value.share));
};

/** Keeps the layers where the song is, without drawing the component anew. */
const useProgress = (element: () => HTMLElement | null, isSmooth: boolean): void => {
  useEffect(() => {
    let frame = 0;
    const stop = effect(() => {
      const target = element();
      cancelAnimationFrame(frame);
      if (!target) return;
      const seconds = preview.value ?? player.position.value;
      writeProgress(target, seconds);
      if (!isSmooth || preview.value !== undefined || player.status.value !== "playing") return;
      const draw = (): void => {
        target.style.setProperty("--played", cssPercent(shareAt(player.now())));
        frame = requestAnimationFrame(draw);
      };
      frame = requestAnimationFrame(draw);
    });
    return () => {
      cancelAnimationFrame(frame);
      stop();
    };
  }, [isSmooth]);
};

type Pointed = { readonly x: number; readonly seconds: number };

const useSeen = (): void =>
  useEffect(() => {
    waves.value++;
    return () => void waves.value--;
  }, []);

const Layers = ({ path, bars }: { readonly path: string; readonly bars: number }) =>
  ["resting", "buffered", "played"].map((layer) => (
    <svg
      key={layer}
      class={`wave-${layer}`}
      viewBox={`0 0 ${bars * barWidth} ${boxHeight}`}
      preserveAspectRatio="none"
      aria-hidden="true"
    >
      <path d={path} />
    </svg>
  ));

export const Wave = ({ bars, isSmooth = false }: Props) => {
  const element = useRef<HTMLSpanElement>(null);
  const [pointed, setPointed] = useState<Pointed>();
  const { share, seconds } = extent.value;
  const peaks = currentPeaks.value;
  const path = useMemo(() => pathOf(peaks, bars, share), [peaks, bars, share]);
  useSeen();
  useProgress(() => element.current, isSmooth);
  const point = ({
    currentTarget,
    offsetX,
    pointerType,
  }: PointerEvent & { currentTarget: HTMLElement }): void => {
    if (pointerType === "touch") return;
    const part = Math.min(1, Math.max(0, offsetX / currentTarget.clientWidth));
    setPointed({ x: offsetX, seconds: part * seconds });
  };
  return (
    <span ref={element} class={peaks ? "wave" : "wave flat"}>
      <Layers path={path} bars={bars} />
      {share < 1 && <span class="wave-rest" />}
      <span class="wave-head" />
      <input
        type="range"
        min="0"
        max={Math.max(seconds, 0.1)}
        step="any"
        aria-label="Seek"
        disabled={seconds === 0}
        onFocus={({ currentTarget }) => writeValue(currentTarget, player.now())}
        onKeyDown={onWaveKey}
        onInput={onWaveInput}
        onChange={onWaveChange}
        onPointerMove={point}
        onPointerLeave={() => setPointed(undefined)}
        onPointerCancel={() => void (preview.value = undefined)}
      />
      {pointed && <HoverTime {...pointed} />}
    </span>
  );
};

const HoverTime = ({ x, seconds }: Pointed) => {
  const label = useRef<HTMLSpanElement>(null);
  useEffect(() => label.current?.style.setProperty("--pointed", `${x}px`));
  return (
    <span ref={label} class="wave-time number" aria-hidden="true">
      {clock(seconds)}
    </span>
  );
};
