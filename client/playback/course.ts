/** Where the queue leads: which song plays, which follows, past those that cannot be played. */
import { computed, type ReadonlySignal } from "@preact/signals";
import type { Song } from "../../api-client/contract.ts";
import { currentEntry, type Entry, followingKey, goTo, type Key, type Queue } from "./queue.ts";
import type { HeldSongs } from "./songs.ts";

export type Course = {
  readonly entry: ReadonlySignal<Entry | undefined>;
  readonly current: ReadonlySignal<Song | undefined>;
  /** What begins when the song that plays ends by itself. */
  readonly follower: ReadonlySignal<Song | undefined>;
  /** Where such a step leads from here. */
  onward(step: (queue: Queue) => Key | undefined): Key | undefined;
};

type Options = {
  readonly queue: ReadonlySignal<Queue>;
  readonly songs: HeldSongs;
  /** The song that plays is the last. */
  readonly stopsAfter: ReadonlySignal<boolean>;
  /** Ids of songs that turned out to be unplayable ahead of time. */
  readonly passed: ReadonlySignal<ReadonlySet<string>>;
};

/** So many songs in a row that cannot be played are not an accident: then it stops. */
export const mostFailures = 2;

const cannotPlay = (song: Song | undefined): boolean =>
  song?.deletedAt !== undefined || song?.state === "failed";

export const createCourse = ({ queue, songs, stopsAfter, passed }: Options): Course => {
  const songAt = (key: Key): Song | undefined => {
    const found = queue.value.entries.find((other) => other.key === key);
    return found && songs.of(found.id).value;
  };

  const isPassed = (song: Song | undefined): boolean =>
    cannotPlay(song) || (song !== undefined && passed.value.has(song.id));

  const onward = (step: (queue: Queue) => Key | undefined): Key | undefined => {
    let at = queue.value;
    for (let tried = 0; tried < at.entries.length; tried++) {
      const key = step(at);
      if (key === undefined || !isPassed(songAt(key))) return key;
      at = goTo(at, key);
    }
    return undefined;
  };

  const entry = computed(() => currentEntry(queue.value));
  return {
    entry,
    current: computed(() => entry.value && songs.of(entry.value.id).value),
    follower: computed(() => {
      const isLast = stopsAfter.value || passed.value.size >= mostFailures;
      const key = isLast ? undefined : onward(followingKey);
      return key === undefined ? undefined : songAt(key);
    }),
    onward,
  };
};
