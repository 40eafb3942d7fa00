/** The top of a view: its name, what is in it, what can be done with all of it. */
import type { ComponentChildren } from "preact";
import { useEffect } from "preact/hooks";
import { Icon } from "../app/icon.tsx";
import { pageTitle } from "../app/page-title.ts";
import "./views.css";

type Props = {
  readonly title: string;
  /** A line below it; its place is kept while it is not known. */
  readonly about?: ComponentChildren;
  readonly before?: ComponentChildren;
  readonly children?: ComponentChildren;
};

export const ViewHead = ({ title, about, before, children }: Props) => {
  useEffect(() => void (pageTitle.value = title), [title]);
  return (
    <header class="view-head">
      {before}
      <div class="view-names">
        <h1 dir="auto">{title}</h1>
        <p>{about ?? " "}</p>
      </div>
      {children !== undefined && <div class="view-actions">{children}</div>}
    </header>
  );
};

type PlayProps = { readonly onPlay: () => void; readonly onShuffle: () => void };

export const PlayButtons = ({ onPlay, onShuffle }: PlayProps) => (
  <>
    <button type="button" class="button" onClick={onPlay}>
      <Icon name="play" />
      Play all
    </button>
    <button type="button" class="button quiet" onClick={onShuffle}>
      <Icon name="shuffle" />
      Shuffle
    </button>
  </>
);
