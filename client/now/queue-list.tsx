/** What comes next, in the order in which it plays. */
import { useMemo, useRef } from "preact/hooks";
import { plural, span } from "../app/format.ts";
import { toast } from "../app/toast.ts";
import { player } from "../playback/instance.ts";
import { type Entry, upcoming } from "../playback/queue.ts";
import { isSeam } from "../playback/seam.ts";
import { createDrag } from "./queue-drag.ts";
import { createLift, type Lift } from "./queue-lift.ts";
import { QueueRow } from "./queue-row.tsx";
import { useGrowing } from "./growing-list.ts";
import "./queue-list.css";

const clearAll = (count: number): void => {
  const undo = player.clear();
  toast(`Cleared ${plural(count, "song")} from the queue`, { undo });
};

/** Without those that the page does not know: a length that grows as one looks is worse than none. */
const lengthOf = (entries: readonly Entry[]): string => {
  const lengths = entries.map(({ id }) => player.songs.known(id)?.duration);
  if (lengths.some((length) => length === undefined)) return "";
  return `, ${span(lengths.reduce<number>((sum, length) => sum + (length ?? 0), 0))}`;
};

const Summary = ({ entries }: { readonly entries: readonly Entry[] }) => {
  const { from } = player.queue.value;
  const source = from?.name ? `From ${from.name} · ` : "";
  return (
    <p class="queue-from" dir="auto">
      {source}
      {plural(entries.length, "song")}
      {lengthOf(entries)}
    </p>
  );
};

const isJoined = (before: Entry | undefined, entry: Entry): boolean => {
  const one = before && player.songs.known(before.id);
  const other = player.songs.known(entry.id);
  return one !== undefined && other !== undefined && isSeam(one, other);
};

/** As it will be when the lifted song is dropped. */
const withLift = (entries: readonly Entry[], lift: Lift | undefined): readonly Entry[] => {
  const lifted = entries.find(({ key }) => key === lift?.key);
  return lift && lifted
    ? entries.filter((entry) => entry !== lifted).toSpliced(lift.place, 0, lifted)
    : entries;
};

export const QueueList = () => {
  const list = useRef<HTMLOListElement>(null);
  const lift = useMemo(createLift, []);
  const drag = useMemo(() => createDrag(() => list.current), []);
  const entries = upcoming(player.queue.value);
  const shown = useGrowing(entries.length, () => list.current);
  const ordered = withLift(entries, lift.lifted.value);
  return (
    <>
      <div class="queue-head">
        <h2>Up next</h2>
        {entries.length > 0 && (
          <button type="button" class="link" onClick={() => clearAll(entries.length)}>
            Clear
          </button>
        )}
      </div>
      {entries.length === 0 ? (
        <p class="queue-from">Nothing up next.</p>
      ) : (
        <Summary entries={entries} />
      )}
      <ol ref={list} class="queue-list" aria-label="Up next">
        {ordered.slice(0, shown).map((entry, place) => (
          <QueueRow
            key={entry.key}
            entry={entry}
            place={place}
            count={entries.length}
            isJoined={isJoined(ordered[place - 1], entry)}
            lift={lift}
            drag={drag}
          />
        ))}
      </ol>
      {shown < entries.length && (
        <p class="queue-from">{plural(entries.length - shown, "more song")}</p>
      )}
    </>
  );
};
