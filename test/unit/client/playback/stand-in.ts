/** An engine that makes no sound: a test says what happens to it, and reads what it was told. */
import type { Song } from "../../../../api-client/contract.ts";
import type { Engine, EngineEvents, Fault, Status } from "../../../../client/playback/engine.ts";
import { createPlayer, type Player } from "../../../../client/playback/player.ts";
import type { Left } from "../../../../client/playback/left.ts";
import { emptyQueue } from "../../../../client/playback/queue.ts";

export const song = (id: string, fields: Partial<Song> = {}): Song => ({
  id,
  state: "ready",
  playable: true,
  title: id.toUpperCase(),
  duration: 100,
  renditions: ["a128"],
  revision: 0,
  addedAt: "2026-01-01T00:00:00.000Z",
  changedAt: "2026-01-01T00:00:00.000Z",
  size: 1,
  uploaded: 1,
  streaming: `../streaming/${id}/`,
  hls: "main.m3u8",
  ...fields,
});

export const songs = (ids: string): Song[] => ids.split("").map((id) => song(id));

export type StandIn = {
  readonly player: Player;
  /** Since it was last asked: `play a 0`, `pause`. */
  told(): string[];
  /** Ids of what plays and what follows. */
  on(): string;
  say(status: Status): void;
  /** The song ends, and what follows begins by itself; without a follower all ends. */
  end(): void;
  fail(fault: Fault | undefined): void;
  /** The song that follows cannot be played. */
  failAhead(fault: Fault): void;
  at(position: number): void;
  readonly skipped: string[];
};

const nothing: Left = { queue: emptyQueue, songs: [], position: 0 };

/** Without `here` the engine never comes. */
export const withStandIn = async (
  start: Left = nothing,
  fetchSong: (id: string) => Promise<Song | undefined> = async () => undefined,
): Promise<StandIn> => {
  const log: string[] = [];
  const skipped: string[] = [];
  let events: EngineEvents | undefined;
  let now: Song | undefined;
  let next: Song | undefined;
  let position = 0;
  const note = (text: string): void => void log.push(text);
  const put =
    (name: string) =>
    (song: Song, at = 0) => {
      note(`${name} ${song.id} ${at}`);
      [now, next, position] = [song, undefined, at];
    };
  const engine: Engine = {
    know: (songs) => note(`know ${songs.map(({ id }) => id).join(" ")}`),
    warm: ({ id }) => note(`warm ${id}`),
    play: put("play"),
    load: put("load"),
    follow: (song) => void (next = song),
    update: ({ id }) => note(`update ${id}`),
    pause: () => note("pause"),
    resume: () => note("resume"),
    retry: () => note("retry"),
    seek(seconds) {
      note(`seek ${seconds}`);
      position = seconds;
    },
    stop: () => note("stop"),
    get position() {
      return position;
    },
    get duration() {
      return now?.duration;
    },
    buffered: [],
    canSetVolume: true,
    setVolume: () => {},
    setMuted: () => {},
    setLevelling: () => {},
    setQuality: () => {},
    destroy: () => {},
  };
  const player = createPlayer({
    loadEngine: async (given) => {
      events = given;
      return engine;
    },
    fetchSong,
    start,
    onSkip: ({ song }) => skipped.push(song?.id ?? ""),
    random: () => 0,
  });
  const say = (status: Status): void =>
    events?.onState({ status, song: now, rendition: now && "a128" });
  return {
    player,
    told: () => log.splice(0),
    on: () => `${now?.id ?? "-"}${next?.id ?? "-"}`,
    say,
    end() {
      const followed = next;
      [now, next, position] = [followed, undefined, 0];
      if (followed) events?.onNext(followed);
      else {
        say("paused");
        events?.onEnd();
      }
    },
    fail(fault) {
      if (now) events?.onFault(fault, now);
    },
    failAhead(fault) {
      if (next) events?.onFault(fault, next);
    },
    at: (seconds) => void (position = seconds),
    skipped,
  };
};
