/** What every row of a list is, whatever it shows. */
import type { ComponentChildren } from "preact";
import "./song-row.css";
import "./song-head.css";
import "./row-playing.css";
import "./row-state.css";
import "./skeleton-row.css";

/** The controls that arrow keys lead to, as their data-stop says. */
export type Stop = "title" | "album" | "more" | "action";

/** Where Tab leads within the row. */
export type Tab = (stop: Stop) => 0 | -1;

export const Row = ({ index, children, ...rest }: RowProps) => (
  <div {...rest} role="row" data-row={index} aria-rowindex={index + 2} style={{ "--index": index }}>
    {children}
  </div>
);

type RowProps = {
  readonly index: number;
  readonly class: string;
  readonly children: ComponentChildren;
  readonly "aria-selected"?: boolean;
  readonly "aria-busy"?: boolean;
  readonly "data-song"?: string;
};
