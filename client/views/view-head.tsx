/** The top of a view: its name, what is in it, what can be done with all of it. */
import type { ComponentChildren } from "preact";
import { useEffect } from "preact/hooks";
import { Icon } from "../app/icon.tsx";
import type { PageList } from "../library/page-list.ts";
import type { From } from "../playback/queue.ts";
import { outdated } from "../app/lazy.tsx";
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

type PlayProps = { readonly list: PageList; readonly from: From };

type Play = "playAll" | "playShuffled";

const start = (how: Play, { list, from }: PlayProps): void =>
  void import("../list/play-all.ts").then((ways) => ways[how](list, from), outdated);

export const PlayButtons = (props: PlayProps) => (
  <>
    <button type="button" class="button" onClick={() => start("playAll", props)}>
      <Icon name="play" />
      Play all
    </button>
    <button type="button" class="button quiet" onClick={() => start("playShuffled", props)}>
      <Icon name="shuffle" />
      Shuffle
    </button>
  </>
);
