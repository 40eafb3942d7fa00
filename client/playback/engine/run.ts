/** One hls.js at one audio element, and the time line of songs that it plays. */
import type { ErrorData, Fragment, Level } from "hls.js";
import Hls from "hls.js/light";
import type { Climb } from "./choice.ts";
import type { Download } from "./download.ts";
import { createEnding } from "./ending.ts";
import { joiningController } from "./joiner.ts";
import { playlistLoader, segmentLoader } from "./loaders.ts";
import { mainPlaylist, mainUrl, mediaPlaylist, type Place, placeOf, rungIn } from "./playlists.ts";
import { initOf, type Rung } from "./renditions.ts";
import { endOf, type Slot, type Timeline } from "./timeline.ts";

/** Bytes ahead of the sound, seconds behind it. */
const buffers = { maxBufferSize: 8 * 1024 * 1024, backBufferLength: 30 };
/** Seconds: who listens no longer goes on to another song. */
const trial = 8;
/** Seconds ahead of the sound: without these, hls.js fetches a whole song at once. */
const ahead = {
  /** The first segment of a song that somebody presses, and may not want. */
  unheard: { maxBufferLength: 1, maxMaxBufferLength: 1 },
  first: { maxBufferLength: 14, maxMaxBufferLength: 14 },
  later: { maxBufferLength: 20, maxMaxBufferLength: 30 },
};

/** Seconds: rounding, and less than one AAC frame, by which the cuts of AAC and FLAC differ. */
const tolerance = 0.002;

/** Seconds by which a browser may have put the first sample of a song too early. */
const rounding = 0.000_01;

export type RunOptions = {
  readonly audio: HTMLAudioElement;
  readonly rungs: readonly Rung[];
  readonly decodes: (codecs: string) => boolean;
  /** Bits per second that the line is believed to carry. */
  readonly estimate: number | undefined;
  readonly open: (slot: Slot, rendition: string, segment: number) => Download;
  readonly onRendition: (name: string) => void;
  readonly onError: (data: ErrorData) => void;
};

export type Run = {
  readonly slots: Timeline;
  /** Bits per second; undefined: nothing has been measured. */
  readonly estimate: number | undefined;
  /** Begins with the first song of the time line, at that second. */
  begin(slots: Timeline, at: number, climb: Climb, how?: "unheard"): void;
  /** What was begun unheard is heard now. */
  goOn(): void;
  /** Another time line. What it has in common with the one before stays as it is. */
  change(slots: Timeline): void;
  /** As `change`, when what is gone or different may be loaded already. `from`: seconds where that begins. */
  replace(slots: Timeline, from: number): void;
  /** The last song is the last: its end is the end. */
  finish(last: boolean): void;
  seek(time: number): void;
  climb(climb: Climb): void;
  recover(): void;
  destroy(): void;
};

export const createRun = (options: RunOptions): Run => {
  const { audio, rungs, decodes, onRendition } = options;
  let slots: Timeline = [];
  let measured = false;
  /** The highest level that hls.js may take by itself. */
  let most = rungs.length - 1;
  /** Asked for before there was anything to seek in. */
  let startAt = 0;
  let isUnheard = false;

  const slotOf = ({ key }: Place): Slot | undefined => slots.find((slot) => slot.key === key);

  const initAt = (place: Place) => {
    const { start } = slotOf(place) ?? {};
    const rendition = start?.renditions.find(({ name }) => name === place.rendition);
    return rendition && initOf(rendition);
  };

  let rereading = false;
  let isReplacing = false;

  const library = {
    get rereading() {
      return rereading;
    },
    playlist(url: string): string {
      const rung = rungIn(url);
      const [first] = slots;
      if (!first) return "";
      return rung ? mediaPlaylist(slots, rung, decodes) : mainPlaylist(rungs, first.start);
    },
    initAt,
    open(place: Place): Download | undefined {
      const slot = slotOf(place);
      if (!slot || place.segment === "init") return undefined;
      return options.open(slot, place.rendition, place.segment);
    },
  };

  const hls = new Hls({
    ...buffers,
    ...ahead.first,
    ...(options.estimate && { abrEwmaDefaultEstimate: options.estimate }),
    maxFragLookUpTolerance: tolerance,
    autoStartLoad: false,
    enableWorker: false,
    lowLatencyMode: false,
    startFragPrefetch: false,
    testBandwidth: false,
    pLoader: playlistLoader(library),
    fLoader: segmentLoader(library),
    bufferController: joiningController((place) => {
      const init = initAt(place);
      const slot = slotOf(place);
      return init && slot && { init, from: slot.from };
    }),
  });
  // The constructor turns it off for loaders that are not its own.
  hls.config.progressive = true;
  const ending = createEnding(hls, audio);
  hls.attachMedia(audio);

  const levelOf = (rung: Rung): number => Math.max(0, rungs.indexOf(rung));

  /** AAC and FLAC are cut a little apart: hls.js shall go over to FLAC where a song begins, not within one. */
  const highestAac = rungs.findLastIndex((rung) => rung !== "flac");
  const capWithin = (frag: Fragment): void => {
    const { rendition } = placeOf(frag.relurl ?? "");
    hls.autoLevelCapping = rendition === "flac" ? most : Math.min(highestAac, most);
  };
  const capAfter = (frag: Fragment): void => {
    const place = placeOf(frag.relurl ?? "");
    const segments = slotOf(place)?.start.durations.length;
    if (place.segment === (segments ?? NaN) - 1) hls.autoLevelCapping = most;
  };

  hls.on(Hls.Events.FRAG_LOADING, (_event, { frag }) => capWithin(frag));
  hls.on(Hls.Events.FRAG_LOADED, (_event, { frag }) => capAfter(frag));
  hls.on(Hls.Events.FRAG_BUFFERED, () => {
    measured = true;
  });
  hls.on(Hls.Events.BUFFER_FLUSHED, (_event, { end, error }) => {
    if (!isReplacing || (Number.isFinite(end) && !error)) return;
    isReplacing = false;
    hls.startLoad(audio.currentTime, true);
  });
  hls.on(Hls.Events.FRAG_CHANGED, (_event, { frag }) => {
    if (audio.currentTime - startAt > trial) Object.assign(hls.config, ahead.later);
    onRendition(placeOf(frag.relurl ?? "").rendition);
  });
  hls.on(Hls.Events.ERROR, (_event, data) => options.onError(data));

  /** Has hls.js read the playlist again, at once. */
  const reread = (): void => {
    const levelInfo: Level | null = hls.loadLevelObj;
    if (!levelInfo?.details) return;
    const { uri: url, attrs } = levelInfo;
    const pathwayId = attrs["PATHWAY-ID"];
    const level = hls.loadLevel;
    const common = { url, level, levelInfo, id: 0, deliveryDirectives: null };
    rereading = true;
    hls.trigger(Hls.Events.LEVEL_LOADING, { ...common, pathwayId });
    rereading = false;
  };

  const change = (now: Timeline): void => {
    slots = now;
    reread();
  };

  return {
    get slots() {
      return slots;
    },

    get estimate() {
      return measured && Number.isFinite(hls.bandwidthEstimate) ? hls.bandwidthEstimate : undefined;
    },

    begin(now, at, climb, how) {
      const { first, auto } = climb;
      isUnheard = how === "unheard";
      if (isUnheard) Object.assign(hls.config, ahead.unheard);
      slots = now;
      startAt = at;
      hls.once(Hls.Events.MANIFEST_PARSED, () => {
        if (auto) hls.startLevel = levelOf(first);
        else hls.loadLevel = levelOf(first);
        most = levelOf(climb.most);
        hls.startLoad(startAt);
      });
      hls.loadSource(mainUrl);
    },

    goOn() {
      if (isUnheard) Object.assign(hls.config, ahead.first);
      isUnheard = false;
    },

    change,

    replace(now, from) {
      const common = now.filter((slot) => slots.some(({ key }) => key === slot.key));
      hls.stopLoad();
      // What other levels have read of the songs that go would be taken for those that come.
      for (const level of hls.levels) if (level !== hls.loadLevelObj) delete level.details;
      change(common);
      hls.trigger(Hls.Events.BUFFER_FLUSHING, {
        startOffset: from - rounding,
        endOffset: Infinity,
        type: "audio",
      });
      change(now);
      // Until then it would load as if what goes was still there.
      isReplacing = audio.buffered.length > 0;
      if (!isReplacing) hls.startLoad(audio.currentTime, true);
    },

    finish(isLast) {
      const last = slots.at(-1);
      ending.set(isLast && last ? endOf(last) : undefined);
    },

    seek(time) {
      if (audio.readyState > 0) audio.currentTime = time;
      else {
        startAt = time;
        if (hls.levels.length > 0) hls.startLoad(time);
      }
    },

    climb(climb) {
      most = levelOf(climb.most);
      // What is there may sound on when the line decides; people want to hear what they chose.
      if (climb.auto) hls.loadLevel = -1;
      else hls.nextLevel = levelOf(climb.first);
    },

    recover: () => hls.recoverMediaError(),

    destroy() {
      ending.destroy();
      hls.destroy();
    },
  };
};
