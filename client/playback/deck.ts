/** The engine as the page sees it: one song and its follower, as signals, also before the engine is there. */
import { batch, type ReadonlySignal, signal } from "@preact/signals";
import type { Song } from "../../api-client/contract.ts";
import { type Clock, createClock } from "./clock.ts";
import { deferEngine } from "./deferred-engine.ts";
import type { Engine, EngineEvents, Fault, Status } from "./engine.ts";
import type { HeldSongs } from "./songs.ts";

/** Why there is no sound, or soon none. */
export type Trouble = { readonly fault: Fault; readonly song: Song | undefined };

/** What will not mend itself. */
export const hopeless: ReadonlySet<Fault> = new Set(["deleted", "codec", "unknown"]);

export type DeckEvents = Pick<EngineEvents, "onNext" | "onEnd"> & {
  onTrouble(trouble: Trouble): void;
  /** The song that follows cannot be played; the one that plays can. */
  onAhead(trouble: Trouble): void;
  /** It sounds. */
  onSound(): void;
};

export type LoadEngine = (events: EngineEvents) => Promise<Engine>;

type Options = {
  readonly loadEngine: LoadEngine;
  readonly songs: HeldSongs;
  readonly events: DeckEvents;
};

export type Deck = {
  readonly clock: Clock;
  readonly status: ReadonlySignal<Status>;
  /** Name of the rendition that sounds. */
  readonly rendition: ReadonlySignal<string | undefined>;
  readonly trouble: ReadonlySignal<Trouble | undefined>;
  /** Seconds, as exact as can be: for drawing every frame. */
  now(): number;
  /** Plays the song of this id from so many seconds on. */
  play(id: string, at: number): void;
  /** As `play`, without sound: `resume` goes on from there. */
  park(id: string, at: number): void;
  follow(song: Song | undefined): void;
  /** A newer form of a song. */
  note(song: Song): void;
  pause(): void;
  resume(): void;
  seek(seconds: number): void;
  stop(): void;
  retry(): void;
  know(songs: readonly Song[]): void;
  warm(song: Song): void;
  /** Loads the engine, and into it what is parked. */
  prepare(): void;
};

/** What the engine tells once, and sound disproves. */
const endsWithSound: ReadonlySet<Fault | undefined> = new Set(["autoplay", "codec", "unknown"]);

export const createDeck = ({ loadEngine, songs, events }: Options): Deck => {
  const status = signal<Status>("idle");
  const rendition = signal<string | undefined>(undefined);
  const trouble = signal<Trouble | undefined>(undefined);
  /** Id of the song that was asked for last: what comes for another one comes too late. */
  let wanted: string | undefined;
  let follower: Song | undefined;
  /** The wanted song is not with the engine, or not yet. */
  let isParked = true;
  /** It shall be heard. */
  let sounds = false;

  const onTrouble = (found: Trouble): void => {
    trouble.value = found;
    events.onTrouble(found);
  };

  /** The song did not reach the engine. */
  const fail = (fault: Fault): void => {
    isParked = true;
    // Nobody waits for it: whoever does tries again, and is told then.
    if (!sounds || wanted === undefined) return;
    status.value = "paused";
    onTrouble({ fault, song: songs.of(wanted).peek() });
  };

  const engineEvents: EngineEvents = {
    onState(state) {
      batch(() => {
        status.value = state.status;
        rendition.value = state.rendition;
      });
      if (state.status !== "playing") return;
      if (endsWithSound.has(trouble.peek()?.fault)) trouble.value = undefined;
      events.onSound();
    },
    onNext(song) {
      wanted = song.id;
      follower = undefined;
      trouble.value = undefined;
      events.onNext(song);
      clock.read();
    },
    onEnd: () => events.onEnd(),
    onFault(fault, song) {
      if (fault && song.id !== wanted && hopeless.has(fault)) events.onAhead({ fault, song });
      else if (fault) onTrouble({ fault, song });
      else trouble.value = undefined;
    },
  };

  const engine = deferEngine(
    () => loadEngine(engineEvents),
    () => fail("server-away"),
  );
  const clock = createClock(status, () => (isParked ? undefined : engine.here));

  const put = (song: Song): void =>
    engine.use((loaded) => {
      if (wanted !== song.id || !isParked) return;
      isParked = false;
      const at = clock.position.peek();
      if (sounds) loaded.play(song, at);
      else loaded.load(song, at);
      loaded.follow(follower);
    });

  const fetchAndPut = async (id: string): Promise<void> => {
    const song = await songs.need(id).catch(() => null);
    if (wanted !== id) return;
    if (song) put(song);
    else fail(song === null ? "server-away" : "deleted");
  };

  /** Hands the parked song to the engine. */
  const give = (): void => {
    if (wanted === undefined) return;
    const song = songs.of(wanted).peek();
    // At once: a browser lets sound begin only within what a person does.
    if (song) put(song);
    else void fetchAndPut(wanted);
  };

  const want = (id: string, at: number): void => {
    wanted = id;
    isParked = true;
    batch(() => {
      trouble.value = undefined;
      status.value = sounds ? "loading" : "paused";
      clock.set(at, songs.of(id).peek()?.duration);
    });
  };

  const playParked = (): void => {
    if (wanted === undefined) return;
    sounds = true;
    want(wanted, clock.position.peek());
    give();
  };

  return {
    clock,
    status,
    rendition,
    trouble,
    now: () => (isParked ? clock.position.peek() : (engine.here?.position ?? 0)),
    play(id, at) {
      sounds = true;
      want(id, at);
      give();
    },
    park(id, at) {
      sounds = false;
      want(id, at);
      if (engine.here) give();
    },
    follow(song) {
      const isNews = song?.id !== follower?.id;
      follower = song;
      if (isNews && !isParked) engine.here?.follow(song);
    },
    note(song) {
      if (song.id === wanted || song.id === follower?.id) engine.here?.update(song);
    },
    pause() {
      sounds = false;
      if (isParked) status.value = "paused";
      else engine.here?.pause();
    },
    resume: () => (isParked ? playParked() : engine.use((loaded) => loaded.resume())),
    seek(seconds) {
      if (isParked) return clock.set(seconds, clock.duration.peek());
      engine.here?.seek(seconds);
      return clock.read();
    },
    stop() {
      wanted = undefined;
      isParked = true;
      status.value = "idle";
      clock.set(0, undefined);
      engine.here?.stop();
    },
    retry: () => (isParked ? playParked() : engine.use((loaded) => loaded.retry())),
    know: (found) => engine.here?.know(found),
    warm: (song) => engine.here?.warm(song),
    prepare() {
      engine.use(() => {});
      if (isParked) give();
    },
  };
};
