/** A song of the queue. */
import { useLayoutEffect, useRef } from "preact/hooks";
import type { Song } from "../../api-client/contract.ts";
import { clean, length } from "../app/format.ts";
import { Icon } from "../app/icon.tsx";
import { type MenuItem, openMenu } from "../app/menu.ts";
import { toast } from "../app/toast.ts";
import { Cover } from "../covers/cover.tsx";
import { waysOf } from "../library/ways.ts";
import { player } from "../playback/instance.ts";
import type { Entry } from "../playback/queue.ts";
import type { Drag } from "./queue-drag.ts";
import type { Lifting } from "./queue-lift.ts";

type Props = {
  readonly entry: Entry;
  /** Among what comes, from 0. */
  readonly place: number;
  readonly count: number;
  /** It goes on where the one before ends. */
  readonly isJoined: boolean;
  readonly lift: Lifting;
  readonly drag: Drag;
};

const removeRow = (row: Element | null, { key }: Entry, title: string): void => {
  const neighbour = row?.nextElementSibling ?? row?.previousElementSibling;
  const undo = player.remove([key]);
  neighbour?.querySelector("button")?.focus();
  toast(`Removed “${title}” from the queue`, { undo });
};

const movesOf = ({ entry: { key }, place, count }: Props): MenuItem[] => [
  ...(place > 1 ? [{ label: "Move to top", icon: "to-top", run: () => player.move(key, 0) }] : []),
  ...(place > 0 ? [{ label: "Move up", icon: "up", run: () => player.move(key, place - 1) }] : []),
  ...(place < count - 1
    ? [{ label: "Move down", icon: "down", run: () => player.move(key, place + 1) }]
    : []),
];

const openRow = (props: Props, song: Song, at: Element): void => {
  const title = clean(song.title);
  const remove = (): void => removeRow(at.closest("li"), props.entry, title);
  openMenu(
    `More for ${title}`,
    [
      ...movesOf(props),
      ...waysOf(song),
      { label: "Remove from queue", icon: "close", run: remove },
    ],
    at,
  );
};

/** Keeps the focus on the grip of a song that is carried by keys: moved on the page, it would lose it. */
const useCarriedFocus = (isLifted: boolean, place: number) => {
  const grip = useRef<HTMLButtonElement>(null);
  const wasLifted = useRef(false);
  useLayoutEffect(() => {
    const isLost = wasLifted.current && document.activeElement === document.body;
    wasLifted.current = isLifted;
    if (!isLifted && !isLost) return;
    grip.current?.focus();
    grip.current?.scrollIntoView({ block: "nearest" });
  }, [isLifted, place]);
  return grip;
};

const Grip = ({ props, song }: { readonly props: Props; readonly song: Song }) => {
  const { entry, place, lift, drag } = props;
  const title = clean(song.title);
  const isLifted = lift.lifted.value?.key === entry.key;
  return (
    <button
      ref={useCarriedFocus(isLifted, place)}
      type="button"
      class="icon-button grip"
      aria-label={`Move ${title}. Press Space, then arrow keys`}
      aria-pressed={isLifted}
      onKeyDown={(event) => lift.onKeyDown(event, entry.key, title)}
      onBlur={lift.onLeave}
      onPointerDown={(event) => drag.onPointerDown(event, entry.key)}
      onClick={({ currentTarget }) => openRow(props, song, currentTarget)}
    >
      <Icon name="grip" />
    </button>
  );
};

const Names = ({ song, onPlay }: { readonly song: Song; readonly onPlay: () => void }) => {
  const title = clean(song.title);
  const artist = clean(song.artist ?? "Unknown artist");
  return (
    <span class="queue-names">
      <button
        type="button"
        class="title"
        dir="auto"
        title={title}
        onPointerDown={() => player.warm(song)}
        onClick={onPlay}
      >
        {title}
      </button>
      <span class="artist" dir="auto">
        {artist}
      </span>
    </span>
  );
};

const Contents = ({ props, song }: { readonly props: Props; readonly song: Song }) => (
  <>
    <Cover of={song} />
    <Names song={song} onPlay={() => player.jump(props.entry.key)} />
    <span class="queue-end">
      <time>{length(song.duration)}</time>
      <button
        type="button"
        class="icon-button"
        aria-label={`More for ${clean(song.title)}`}
        onClick={({ currentTarget }) => openRow(props, song, currentTarget)}
      >
        <Icon name="more" />
      </button>
    </span>
    <Grip props={props} song={song} />
  </>
);

const classesOf = ({ entry, lift, drag }: Props, song: Song | undefined): string => {
  const isUp = lift.lifted.value?.key === entry.key || drag.dragged.value === entry.key;
  return `queue-row${isUp ? " up" : ""}${song?.deletedAt === undefined ? "" : " deleted"}`;
};

export const QueueRow = (props: Props) => {
  const { entry, isJoined } = props;
  const song = player.songs.of(entry.id).value;
  return (
    <li
      class={classesOf(props, song)}
      onKeyDown={({ key, currentTarget }) => {
        if (key === "Delete" && song) removeRow(currentTarget, entry, clean(song.title));
      }}
    >
      {isJoined && <p class="seam">No gap</p>}
      <div class="queue-song">{song && <Contents props={props} song={song} />}</div>
    </li>
  );
};
