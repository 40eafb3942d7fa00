/** A bar that fills. */
import { useEffect, useRef } from "preact/hooks";

type Props = { readonly label: string; /** 0 to 1 */ readonly part: number };

export const Progress = ({ label, part }: Props) => {
  const bar = useRef<HTMLElement>(null);
  useEffect(() => bar.current?.style.setProperty("transform", `scaleX(${part})`), [part]);
  return (
    <span
      class="progress"
      role="progressbar"
      aria-label={label}
      aria-valuenow={Math.floor(part * 100)}
    >
      <i ref={bar} />
    </span>
  );
};
