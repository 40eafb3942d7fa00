/** The engine: songs in, sound out. */
import Hls from "hls.js/light";
import type { Song } from "../../../api-client/contract.ts";
import type { Engine, EngineEvents, EngineState, Levelling } from "../engine.ts";
import { type AlbumClient, createAlbumLevels } from "./album-levels.ts";
import { createChoice } from "./choice.ts";
import { createJoinedSequence } from "./joined-sequence.ts";
import { canSetVolume, levelGain } from "./levelling.ts";
import { createNativeSequence } from "./native.ts";
import type { SequenceEvents } from "./sequence.ts";
import type { Client } from "./starts.ts";
import { createSupply } from "./supply.ts";
import { createTroubles } from "./troubles.ts";
import { createVoice } from "./voice.ts";

type Options = { readonly client: Client & AlbumClient; readonly events: EngineEvents };

/** ms of silence that should not be, after which a song counts as slow to load. */
const patienceOfPeople = 5_000;

export const createEngine = (audio: HTMLAudioElement, { client, events }: Options): Engine => {
  const settable = canSetVolume();
  const choice = createChoice();
  let volume = 1;
  let levelling: Levelling = "track";
  let told: EngineState = { status: "idle", song: undefined, rendition: undefined };
  let slow: number | undefined;
  let following: Song | undefined;

  const troubles = createTroubles((trouble) => {
    const song = trouble && trouble.songId === following?.id ? following : sequence.song;
    if (song) events.onFault(trouble?.fault, song);
  });
  const supply = createSupply(client, troubles);

  const albums = createAlbumLevels(client, () => setVolume());

  const prepareLevel = (song: Song | undefined): void => {
    if (song && levelling === "album") albums.ask(song);
  };

  const setVolume = (): void => {
    const { song } = sequence;
    const gain = song ? levelGain(song, levelling, albums.of(song)) : 1;
    if (settable) for (const element of sequence.elements) element.volume = volume * gain;
  };

  const watchSlowness = ({ status, song }: EngineState): void => {
    clearTimeout(slow);
    if (status === "playing") troubles.clear(voice);
    if (status !== "waiting" && status !== "loading") return;
    slow = window.setTimeout(() => {
      if (song) troubles.set(voice, { fault: "slow", songId: song.id });
    }, patienceOfPeople);
  };

  const tell = (): void => {
    const { song, rendition } = sequence;
    const status = song ? voice.status : "idle";
    if (status === told.status && song === told.song && rendition === told.rendition) return;
    const before = told;
    told = { status, song, rendition };
    events.onState(told);
    if (status !== before.status || song?.id !== before.song?.id) watchSlowness(told);
  };

  const sequenceEvents: SequenceEvents = {
    onSong(byItself) {
      setVolume();
      if (byItself && sequence.song) events.onNext(sequence.song);
      else if (voice.wanted) voice.start();
      tell();
    },
    onRendition: tell,
    onFault(fault) {
      if (sequence.song) troubles.set(sequence, { fault, songId: sequence.song.id });
    },
  };
  const parts = { audio, client, supply, choice, events: sequenceEvents };
  const sequence = Hls.isSupported() ? createJoinedSequence(parts) : createNativeSequence(parts);

  const voice = createVoice({
    elements: sequence.elements,
    now: () => sequence.element,
    onChange: tell,
    onRefused() {
      if (sequence.song) troubles.set(voice, { fault: "autoplay", songId: sequence.song.id });
    },
    onEnd() {
      if (sequence.passOn()) return true;
      tell();
      events.onEnd();
      return false;
    },
  });

  const go = (song: Song, at: number): void => {
    troubles.clear(sequence);
    troubles.clear(voice);
    if (sequence.go(song, at)) voice.renew();
    prepareLevel(song);
    setVolume();
    // A press may have met with it, before there was a song of which to tell it.
    troubles.tellAgain(song.id);
  };

  return {
    know: supply.know,
    warm: sequence.warm,
    play(song, at = 0) {
      go(song, at);
      voice.start();
    },
    load(song, at = 0) {
      voice.pause();
      go(song, at);
      tell();
    },
    follow(song) {
      following = song;
      prepareLevel(song);
      sequence.follow(song);
    },
    update(song) {
      sequence.update(song);
      setVolume();
      tell();
    },
    pause: voice.pause,
    resume() {
      if (!sequence.song) return;
      if (sequence.element.ended) sequence.seek(0);
      voice.start();
    },
    retry() {
      supply.retry();
      if (troubles.clear(sequence)) sequence.again();
      if (voice.wanted) voice.start();
    },
    seek: sequence.seek,
    stop() {
      voice.pause();
      sequence.stop();
      troubles.clear(sequence);
      troubles.clear(voice);
      tell();
    },
    get position() {
      return sequence.position;
    },
    get duration() {
      return sequence.duration;
    },
    get buffered() {
      return sequence.buffered;
    },
    canSetVolume: settable,
    setVolume(value) {
      volume = Math.min(1, Math.max(0, value));
      setVolume();
    },
    setMuted(muted) {
      for (const element of sequence.elements) element.muted = muted;
    },
    setLevelling(value) {
      levelling = value;
      prepareLevel(sequence.song);
      prepareLevel(following);
      setVolume();
    },
    setQuality(value) {
      choice.quality = value;
      sequence.climb();
    },
    destroy() {
      clearTimeout(slow);
      sequence.destroy();
      voice.destroy();
      supply.stop();
    },
  };
};
