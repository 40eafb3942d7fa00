/** A ring that fills as files arrive, and leads to them. */
import { useEffect, useRef } from "preact/hooks";
import { Icon } from "../app/icon.tsx";
import { openUploads } from "./open.ts";
import { tally } from "./tally.ts";
import type { Tally } from "./upload.ts";
import "./ring.css";

const radius = 15;
const round = 2 * Math.PI * radius;

const labelOf = ({ all, added, failed, left }: Tally): string => {
  const texts = [
    all > 0 && `${added} of ${all} done`,
    failed > 0 && `${failed} failed`,
    left > 0 && `${left} half sent`,
  ];
  return `Uploads: ${texts.filter((text) => text !== false).join(", ") || "nothing added"}`;
};

const iconOf = ({ pending, failed, left }: Tally): string => {
  if (pending > 0) return "upload";
  return failed + left > 0 ? "warning" : "check";
};

export const RingButton = () => {
  const all = tally.value;
  const arc = useRef<SVGCircleElement>(null);
  const left = round * (1 - (all.pending > 0 ? all.share : 1));
  useEffect(() => arc.current?.style.setProperty("stroke-dashoffset", String(left)), [left]);
  return (
    <button
      type="button"
      class={`icon-button upload-ring ${all.failed > 0 ? "failed" : ""}`}
      aria-label={labelOf(all)}
      onClick={openUploads}
    >
      <svg class="arc" viewBox="0 0 34 34" aria-hidden="true">
        <circle cx="17" cy="17" r={radius} />
        <circle ref={arc} cx="17" cy="17" r={radius} stroke-dasharray={round} />
      </svg>
      <Icon name={iconOf(all)} />
    </button>
  );
};
