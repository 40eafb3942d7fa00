/** Songs on one audio element, joined to one time line: how each begins, and which of them plays. */
import type { Song } from "../../../api-client/contract.ts";
import { watchBoundary } from "./boundary.ts";
import { createMending } from "./mending.ts";
import { createRun, type Run } from "./run.ts";
import type { Sequence, SequenceParts } from "./sequence.ts";
import { isOver, type Startable } from "./starts.ts";
import { createSuccession } from "./succession.ts";
import { bufferedIn, endOf, joined, lengthOf, type Slot, slotAt } from "./timeline.ts";

/** ms between two questions about a song that is not prepared far enough to be played. */
const askEvery = 2_000;
/** Seconds, less than a sample: where a song begins by hls.js's sums, the one before may not be over. */
const inside = 0.000_002;
/** Seconds before the end of a song that one can seek to: whole, and while it still grows. */
const lastMoment = { whole: 0.01, growing: 0.5 };

export const createJoinedSequence = (parts: SequenceParts): Sequence => {
  const { audio, supply, choice, events } = parts;
  /** Undefined also while one is loaded that is only about to be wanted. */
  let song: Song | undefined;
  /** The place on the time line of the song that plays. */
  let playing: number | undefined;
  /** Seconds where the song is to begin, until it has. */
  let pending: number | undefined;
  let rendition: string | undefined;
  let lastKey = 0;

  const newKey = (): number => ++lastKey;

  const mend = createMending({
    recover: () => run.recover(),
    restart: () => restart(),
    isFlac: () => rendition === "flac",
    giveUpFlac: choice.giveUpFlac,
    onFault: events.onFault,
  });

  const newRun = (): Run => {
    const made: Run = createRun({
      audio,
      rungs: choice.rungs,
      decodes: choice.decodes,
      estimate: choice.estimate,
      open: supply.open,
      onRendition(name) {
        if (made !== run) return;
        rendition = name;
        events.onRendition();
      },
      onError: (data) => made === run && mend(data),
    });
    return made;
  };
  // Attached beforehand: that much sooner there is sound when somebody presses.
  let run = newRun();

  const renew = (): void => {
    choice.measured = run.estimate ?? choice.measured;
    run.destroy();
    playing = rendition = undefined;
    run = newRun();
  };

  const slotNow = (): Slot | undefined => run.slots.find(({ key }) => key === playing);

  const succession = createSuccession({
    ...parts,
    run: () => run,
    playing: slotNow,
    rendition: () => rendition,
    newKey,
  });

  const begin = (startable: Startable): void => {
    const first = choice.first(startable.start);
    if (!first) return events.onFault("codec");
    // hls.js asks for it only when it has read its playlists.
    if (!pending) supply.warm(startable.song, first);
    playing = newKey();
    const slots = joined([], { ...startable, key: playing });
    run.begin(slots, pending ?? 0, choice.climb(startable.start));
    return succession.arrangeSoon();
  };

  /** Where nothing plays, there is room to load unheard what is about to be wanted. */
  const beginUnheard = (startable: Startable): void => {
    if (song || !choice.first(startable.start)) return;
    if (run.slots.length > 0) renew();
    const slots = joined([], { ...startable, key: newKey() });
    run.begin(slots, 0, choice.climb(startable.start), "unheard");
  };

  const beginWhenKnown = async (wanted: Song): Promise<void> => {
    const mine = run;
    const still = (): boolean => run === mine && playing === undefined;
    while (still()) {
      const answer = await supply.ask(wanted, still);
      if (!still()) return;
      if (!answer) return events.onFault("deleted");
      const startable = supply.known(answer);
      if (startable) return begin(startable);
      if (isOver(answer)) {
        song = answer;
        return events.onFault("unknown");
      }
      // It is not prepared far enough to be played.
      await new Promise((resolve) => setTimeout(resolve, askEvery));
    }
  };

  /** Its first bytes come along with the answer to what it is made of, rather than after. */
  const guessFirst = (wanted: Song): void => {
    const likely = choice.guess(wanted);
    if (likely) supply.warm(wanted, likely);
  };

  const load = (wanted: Song, at: number): void => {
    if (run.slots.length > 0 || song) renew();
    song = wanted;
    pending = at;
    const known = supply.known(wanted);
    if (known) begin(known);
    else void beginWhenKnown(wanted);
    if (!known && at === 0) guessFirst(wanted);
  };

  const restart = (): void => {
    if (!song) return renew();
    load(song, sequence.position);
    return events.onSong(false);
  };

  /** A song that is on the time line becomes the one that plays. */
  const moveTo = (slot: Slot, at: number): void => {
    const isThere = song === undefined && at === 0;
    playing = slot.key;
    song = slot.song;
    if (audio.readyState === 0) pending = at;
    if (!isThere) run.seek(slot.from + at + inside);
    run.goOn();
    succession.arrangeSoon();
  };

  const passTo = (slot: Slot): void => {
    playing = slot.key;
    song = slot.song;
    // The song before stays for as long as somebody may go back to it.
    run.change(run.slots.slice(Math.max(0, run.slots.indexOf(slot) - 1)));
    succession.fulfil(slot.song);
    events.onSong(true);
  };

  const boundary = watchBoundary(audio, () => {
    if (!song || pending !== undefined || audio.seeking) return undefined;
    const slot = slotAt(run.slots, audio.currentTime);
    if (!slot) return undefined;
    const before = run.slots[run.slots.indexOf(slot) - 1];
    if (before && before.key === playing) passTo(slot);
    succession.warm(slot);
    return slot.complete ? endOf(slot) : undefined;
  });

  const onMetadata = (): void => {
    const slot = slotNow();
    if (pending === undefined || !slot) return;
    const time = slot.from + pending;
    pending = undefined;
    if (Math.abs(audio.currentTime - time) > 0.001) audio.currentTime = time;
  };
  audio.addEventListener("loadedmetadata", onMetadata);

  const sequence: Sequence = {
    elements: [audio],
    element: audio,
    get song() {
      return song;
    },
    get rendition() {
      return song && rendition;
    },
    get position() {
      const slot = slotNow();
      if (pending !== undefined || !slot) return pending ?? 0;
      return Math.max(0, Math.min(audio.currentTime - slot.from, lengthOf(slot)));
    },
    get duration() {
      const slot = slotNow();
      return slot?.complete ? lengthOf(slot) : song?.duration;
    },
    get buffered() {
      const slot = slotNow();
      return slot ? bufferedIn(slot, audio.buffered) : [];
    },

    go(wanted, at) {
      succession.wish(undefined);
      const isFirst = song === undefined;
      const found = run.slots.filter((slot) => slot.song.id === wanted.id);
      const slot = found.find(({ key }) => key === playing) ?? found.at(-1);
      if (slot) moveTo(slot, at);
      else load(wanted, at);
      return !slot || isFirst;
    },

    passOn: () => false,
    follow: succession.wish,

    update(changed) {
      if (song?.id === changed.id && changed.deletedAt === undefined) song = changed;
      succession.update(changed);
    },

    seek(seconds) {
      const slot = slotNow();
      if (!slot || pending !== undefined) pending = Math.max(0, seconds);
      if (!slot) return;
      const most = lengthOf(slot) - (slot.complete ? lastMoment.whole : lastMoment.growing);
      run.seek(slot.from + Math.max(0, Math.min(seconds, most)));
    },

    warm(wanted) {
      if (run.slots.some((slot) => slot.song.id === wanted.id)) return;
      const fetchFirst = (startable: Startable | undefined): void => {
        const found = startable && choice.first(startable.start);
        if (!found) return;
        supply.warm(startable.song, found);
        beginUnheard(startable);
      };
      const known = supply.known(wanted);
      if (known) return fetchFirst(known);
      let asked = false;
      // Once: whoever presses for good asks again.
      const once = (): boolean => !asked && (asked = true);
      void supply.ask(wanted, once).then((answer) => fetchFirst(answer && supply.known(answer)));
      // After the question: its answer would wait behind all these bytes.
      guessFirst(wanted);
      return undefined;
    },

    again: () => restart(),

    climb() {
      const slot = slotNow();
      if (slot) run.climb(choice.climb(slot.start));
    },

    stop() {
      song = pending = undefined;
      succession.wish(undefined);
      renew();
    },

    destroy() {
      succession.destroy();
      boundary.destroy();
      audio.removeEventListener("loadedmetadata", onMetadata);
      run.destroy();
    },
  };
  return sequence;
};
