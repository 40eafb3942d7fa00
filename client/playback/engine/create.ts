/** The engine: one audio element, one hls.js, songs joined on one time line. */
import type { ErrorData } from "hls.js";
import Hls from "hls.js/light";
import type { Song } from "../../../api-client/contract.ts";
import type { Engine, EngineEvents, EngineState, Fault, Levelling, Quality } from "../engine.ts";
import { createDownloads } from "./downloads.ts";
import { canSetVolume, levelGain } from "./levelling.ts";
import { createPatience } from "./patience.ts";
import { browserDecodes, firstRung, renditionFor, type Rung, rungsFor } from "./renditions.ts";
import { type Climb, createRun, type Run } from "./run.ts";
import { type Client, createStarts, isOver, type Startable } from "./starts.ts";
import { endOf, grown, joined, lengthOf, type Slot, slotAt } from "./timeline.ts";
import { createTroubles } from "./troubles.ts";
import { createVoice } from "./voice.ts";

type Options = { readonly client: Client; readonly events: EngineEvents };

/** Seconds of a growing song that are known ahead of the sound, before more is asked for. */
const lookAhead = 30;
/** ms between two questions about a song of which more must come. */
const askEvery = 2_000;
/** ms of silence that should not be, after which a song counts as slow to load. */
const patienceOfPeople = 5_000;
/** ms between two attempts to mend what the browser could not decode. */
const mendEvery = 5_000;
/** Seconds of the song that plays that must be there before bytes are spent on the next one. */
const enoughAhead = 10;

type Connection = { readonly downlink?: number; readonly saveData?: boolean };

export const createEngine = (audio: HTMLAudioElement, { client, events }: Options): Engine => {
  const settable = canSetVolume();
  const starts = createStarts(client);
  const patience = createPatience();
  const troubles = createTroubles((trouble) => {
    const song = [current, following].find((one) => one?.id === trouble?.songId) ?? current;
    if (song) events.onFault(trouble?.fault, song);
  });
  const downloads = createDownloads({ patience, troubles });
  const mediaSource = Hls.getMediaSource();
  let decodes = browserDecodes(mediaSource);

  let run: Run | undefined;
  let current: Song | undefined;
  /** The place on the time line of the song that plays. */
  let playing: number | undefined;
  let following: Song | undefined;
  /** Seconds where the song is to begin, until it has. */
  let pending: number | undefined;
  let rendition: string | undefined;
  let estimate: number | undefined;
  let volume = 1;
  let levelling: Levelling = "track";
  let quality: Quality = "auto";
  let lastMended = -Infinity;
  let told: EngineState = { status: "idle", song: undefined, rendition: undefined };
  const timers: { boundary?: number; growth?: number; slow?: number } = {};

  const connection = (navigator as Navigator & { connection?: Connection }).connection;

  const slotNow = (): Slot | undefined => run?.slots.find(({ key }) => key === playing);

  const slotAfter = (slot: Slot | undefined): Slot | undefined => {
    const { slots } = run ?? {};
    return slot && slots?.[slots.indexOf(slot) + 1];
  };

  const applyVolume = (): void => {
    if (settable) audio.volume = volume * (current ? levelGain(current, levelling) : 1);
  };

  const tell = (): void => {
    const status = current ? voice.status : "idle";
    if (status === told.status && current === told.song && rendition === told.rendition) return;
    told = { status, song: current, rendition };
    events.onState(told);
    clearTimeout(timers.slow);
    if (status === "playing") troubles.clear(voice);
    else if (status === "waiting" || status === "loading")
      timers.slow = window.setTimeout(() => {
        if (current) troubles.set(voice, { fault: "slow", songId: current.id });
      }, patienceOfPeople);
  };

  const voice = createVoice(audio, {
    onChange: () => tell(),
    onRefused: () => current && events.onFault("autoplay", current),
  });

  const fault = (kind: Fault): void => {
    if (current) events.onFault(kind, current);
  };

  const lineNow = () => ({
    estimate:
      run?.estimate ?? estimate ?? (connection?.downlink && connection.downlink * 1_000_000),
    saveData: connection?.saveData ?? false,
  });

  const rungs = (): Rung[] => rungsFor(decodes);

  const firstRungOf = ({ start }: Startable): Rung =>
    quality === "auto" ? firstRung(rungs(), start, lineNow()) : quality;

  const climbFor = (startable: Startable): Climb => ({
    first: firstRungOf(startable),
    auto: quality === "auto",
    most: connection?.saveData ? "a64" : "flac",
  });

  const segmentUrl = (song: Song, template: string, segment: number): string =>
    new URL(template.replace("{n}", String(segment)), client.streamingUrl(song)).href;

  const warmUp = (startable: Startable, rung: Rung): void => {
    const found = renditionFor(startable.start, rung, decodes);
    const { song } = startable;
    if (found) downloads.warm(segmentUrl(song, found.url, 0), song.id);
  };

  const newRun = (): Run => {
    const made: Run = createRun({
      audio,
      rungs: rungs(),
      decodes,
      estimate: lineNow().estimate,
      open({ song, start }, name, segment) {
        const template = start.renditions.find((one) => one.name === name)?.url ?? "";
        return downloads.get(segmentUrl(song, template, segment), song.id);
      },
      onRendition(name) {
        if (made !== run) return;
        rendition = name;
        tell();
      },
      onError: (data) => made === run && onHlsError(data),
    });
    return made;
  };

  const leaveRun = (): void => {
    estimate = run?.estimate ?? estimate;
    run?.destroy();
    run = undefined;
    playing = undefined;
    rendition = undefined;
    clearTimeout(timers.boundary);
    clearTimeout(timers.growth);
  };

  let nextKey = 1;

  const begin = (startable: Startable): void => {
    if (!run || !current) return;
    current = { ...startable.song, ...current };
    if (!renditionFor(startable.start, "flac", decodes)) return fault("codec");
    playing = nextKey++;
    const slots = joined([], { ...startable, key: playing });
    run.begin(slots, pending ?? 0, climbFor(startable));
    arrangeSoon();
    growSoon();
    return undefined;
  };

  /** Until the server has answered, or another song is wanted. */
  const askUntilKnown = async (song: Song, still: () => boolean): Promise<Song | undefined> => {
    for (let failed = 1; still(); failed++) {
      try {
        const answer = await starts.ask(song);
        troubles.clear(song);
        return answer;
      } catch {
        if (!still()) break;
        const away = navigator.onLine ? "server-away" : "offline";
        troubles.set(song, { fault: away, songId: song.id });
        await patience.wait(failed, new AbortController().signal);
      }
    }
    troubles.clear(song);
    return undefined;
  };

  const beginWhenKnown = async (song: Song): Promise<void> => {
    const mine = run;
    const still = (): boolean => run === mine && playing === undefined;
    while (still()) {
      const answer = await askUntilKnown(song, still);
      if (!still()) return;
      if (!answer) return fault("deleted");
      const startable = starts.known(answer);
      if (startable) return begin(startable);
      if (isOver(answer)) return fault("unknown");
      await new Promise((resolve) => setTimeout(resolve, askEvery));
    }
  };

  const startRun = (song: Song, at: number): void => {
    const fresh = run && run.slots.length === 0 && !current;
    if (!fresh) {
      leaveRun();
      run = newRun();
    }
    voice.prepare();
    current = song;
    following = undefined;
    pending = at;
    applyVolume();
    const known = starts.known(song);
    if (known) begin(known);
    else void beginWhenKnown(song);
  };

  /** A song of the time line becomes the one that plays. */
  const moveTo = (slot: Slot, at: number): void => {
    playing = slot.key;
    current = slot.song;
    following = undefined;
    applyVolume();
    run?.seek(slot.from + at);
    if (audio.readyState === 0) pending = at;
    arrangeSoon();
    watch();
  };

  const goTo = (song: Song, at: number): void => {
    const now = slotNow();
    const near = run?.slots.filter(({ song: { id } }) => id === song.id) ?? [];
    const slot = near.find(({ key }) => key === now?.key) ?? near.at(-1);
    if (slot) moveTo(slot, at);
    else startRun(song, at);
  };

  /** The time line's last part is what is wished to follow. */
  const arrange = (): void => {
    const slot = slotNow();
    if (!run || !slot) return;
    const after = slotAfter(slot);
    const head = run.slots.slice(0, run.slots.indexOf(slot) + 1);
    if (after && after.song.id !== following?.id) run.replace(head, endOf(slot));
    if (following && slot.complete && (!after || after.song.id !== following.id)) {
      const known = starts.known(following);
      if (known) run.change(joined(head, { ...known, key: nextKey++ }));
      else askFor(following);
    }
    run.finish(slot.complete && !following && run.slots.at(-1) === slot);
  };

  const askFor = (song: Song): void => {
    const mine = run;
    const still = (): boolean => run === mine && following === song;
    void askUntilKnown(song, still).then((answer) => {
      if (!still()) return;
      // Without start there is nothing to join: then whoever plays next begins anew.
      following = answer?.start ? { ...answer, ...song, start: answer.start } : undefined;
      arrange();
    });
  };

  let arranging = false;
  const arrangeSoon = (): void => {
    if (arranging) return;
    arranging = true;
    queueMicrotask(() => {
      arranging = false;
      arrange();
    });
  };

  const grow = (found: Startable): void => {
    for (const slot of run?.slots ?? [])
      if (slot.song.id === found.song.id && !slot.complete)
        run?.change(grown(run.slots, slot.key, found));
    arrange();
  };

  const askForMore = async (slot: Slot, mine: Run | undefined): Promise<void> => {
    if (isOver(slot.song) || endOf(slot) - audio.currentTime < lookAhead) {
      const answer = await askUntilKnown(slot.song, () => run === mine);
      const found = answer && starts.known(answer);
      if (run === mine && found) grow(found);
    }
    if (run === mine) growSoon();
  };

  /** Asks for more of a song that grows, as late as will do. */
  const growSoon = (): void => {
    clearTimeout(timers.growth);
    const slot = run?.slots.at(-1);
    if (!slot || slot.complete) return;
    const mine = run;
    timers.growth = window.setTimeout(() => void askForMore(slot, mine), askEvery);
  };

  const passOver = (slot: Slot): void => {
    playing = slot.key;
    current = slot.song;
    if (following?.id === slot.song.id) following = undefined;
    applyVolume();
    // The song before stays for as long as somebody may go back to it.
    const { slots } = run ?? {};
    if (run && slots) run.change(slots.slice(Math.max(0, slots.indexOf(slot) - 1)));
    events.onNext(slot.song);
    tell();
    arrangeSoon();
    growSoon();
  };

  const warmNext = (slot: Slot): void => {
    const next = following && starts.known(following);
    if (!next || !run) return;
    const { buffered } = audio;
    const reached = buffered.length > 0 ? buffered.end(buffered.length - 1) : 0;
    if (
      reached > endOf(slot) ||
      (reached - audio.currentTime < enoughAhead && reached < endOf(slot) - 0.1)
    )
      return;
    warmUp(next, (rendition as Rung | undefined) ?? firstRungOf(next));
  };

  /** Notices when the next song has begun. */
  const watch = (): void => {
    clearTimeout(timers.boundary);
    const { slots } = run ?? {};
    if (!slots || pending !== undefined || audio.seeking) return;
    const slot = slotAt(slots, audio.currentTime);
    if (!slot) return;
    if (
      slot.key !== playing &&
      slots.indexOf(slot) === slots.findIndex(({ key }) => key === playing) + 1
    )
      passOver(slot);
    warmNext(slot);
    const left = endOf(slot) - audio.currentTime;
    if (!audio.paused && slot.complete && left < 1)
      timers.boundary = window.setTimeout(watch, Math.max(4, left * 1_000));
  };

  const onLoaded = (): void => {
    const slot = slotNow();
    if (pending === undefined || !slot) return;
    const time = slot.from + pending;
    pending = undefined;
    if (Math.abs(audio.currentTime - time) > 0.001) audio.currentTime = time;
  };

  const onEnded = (): void => {
    if (current) events.onEnd();
  };

  const restart = (): void => {
    if (!current) return;
    const at = engine.position;
    const { wanted } = voice;
    const next = following;
    leaveRun();
    startRun(current, at);
    following = next;
    if (wanted) voice.start();
  };

  const onHlsError = (data: ErrorData): void => {
    if (!data.fatal) return;
    const now = performance.now();
    const again = now - lastMended < mendEvery;
    lastMended = now;
    if (!again && data.type === Hls.ErrorTypes.MEDIA_ERROR) return run?.recover();
    if (decodes("flac") && rendition === "flac") {
      const all = decodes;
      decodes = (codecs) => codecs.toLowerCase() !== "flac" && all(codecs);
      return restart();
    }
    if (!again) return restart();
    fault(data.type === Hls.ErrorTypes.MEDIA_ERROR ? "codec" : "unknown");
    return undefined;
  };

  audio.addEventListener("loadedmetadata", onLoaded);
  audio.addEventListener("timeupdate", watch);
  audio.addEventListener("playing", watch);
  audio.addEventListener("seeked", watch);
  audio.addEventListener("ended", onEnded);

  run = newRun();

  const engine: Engine = {
    warm(song) {
      if (run?.slots.some((slot) => slot.song.id === song.id)) return;
      const known = starts.known(song);
      if (known) return warmUp(known, firstRungOf(known));
      starts.ask(song).then(
        (answer) => {
          const found = answer && starts.known(answer);
          if (found) warmUp(found, firstRungOf(found));
        },
        // Nobody has asked for sound yet; when somebody does, it is asked again.
        () => {},
      );
      return undefined;
    },
    play(song, at = 0) {
      goTo(song, at);
      voice.start();
    },
    load(song, at = 0) {
      voice.pause();
      goTo(song, at);
      tell();
    },
    follow(song) {
      following = song;
      arrangeSoon();
    },
    update(song) {
      if (song.deletedAt !== undefined) {
        if (following?.id === song.id) engine.follow(undefined);
        return;
      }
      if (following?.id === song.id) following = song;
      if (current?.id !== song.id) return;
      current = song;
      applyVolume();
      tell();
      const slot = slotNow();
      if (!slot || slot.complete) return;
      const found = starts.known(song);
      if (song.start && found) grow(found);
      else if (isOver(song) || endOf(slot) - audio.currentTime < lookAhead)
        void starts.ask(song).then(
          (answer) => {
            const more = answer && starts.known(answer);
            if (more) grow(more);
          },
          () => {},
        );
    },
    pause: () => voice.pause(),
    resume() {
      if (!current) return;
      const slot = slotNow();
      if (audio.ended && slot) run?.seek(slot.from);
      voice.start();
    },
    retry() {
      patience.retry();
      if (voice.wanted) voice.start();
    },
    seek(seconds) {
      const slot = slotNow();
      if (!slot || pending !== undefined) pending = Math.max(0, seconds);
      if (!slot) return;
      const most = lengthOf(slot) - (slot.complete ? 0.01 : 0.5);
      run?.seek(slot.from + Math.max(0, Math.min(seconds, most)));
    },
    stop() {
      voice.pause();
      current = following = undefined;
      leaveRun();
      run = newRun();
      tell();
    },
    get position() {
      const slot = slotNow();
      if (pending !== undefined || !slot) return pending ?? 0;
      return Math.max(0, Math.min(audio.currentTime - slot.from, lengthOf(slot)));
    },
    get duration() {
      const slot = slotNow();
      return slot?.complete ? lengthOf(slot) : current?.duration;
    },
    get buffered() {
      const slot = slotNow();
      if (!slot) return [];
      const { buffered } = audio;
      return Array.from({ length: buffered.length }, (_, n) => ({
        start: Math.max(0, buffered.start(n) - slot.from),
        end: Math.min(lengthOf(slot), buffered.end(n) - slot.from),
      })).filter(({ start, end }) => end > start);
    },
    canSetVolume: settable,
    setVolume(value) {
      volume = Math.min(1, Math.max(0, value));
      applyVolume();
    },
    setMuted(muted) {
      audio.muted = muted;
    },
    setLevelling(value) {
      levelling = value;
      applyVolume();
    },
    setQuality(value) {
      quality = value;
      run?.climb(value);
    },
    destroy() {
      leaveRun();
      current = undefined;
      voice.destroy();
      downloads.stop();
      patience.stop();
      audio.removeEventListener("loadedmetadata", onLoaded);
      audio.removeEventListener("timeupdate", watch);
      audio.removeEventListener("playing", watch);
      audio.removeEventListener("seeked", watch);
      audio.removeEventListener("ended", onEnded);
      for (const timer of Object.values(timers)) clearTimeout(timer);
    },
  };
  return engine;
};
