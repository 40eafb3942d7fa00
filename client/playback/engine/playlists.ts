/** The playlists that hls.js reads: made in memory, of the songs on the time line. */
import type { Start } from "../../../api-client/contract.ts";
import { bandwidthOf, renditionFor, type Rung } from "./renditions.ts";
import { segmentDurations, type Slot, type Timeline } from "./timeline.ts";

/** What an address in a playlist means. */
export type Place = {
  readonly key: number;
  readonly rendition: string;
  readonly segment: number | "init";
};

/** Nobody asks a network for these. */
const base = "https://memory.invalid/";
export const mainUrl = `${base}main.m3u8`;

const addressOf = ({ key, rendition, segment }: Place): string => `${key}/${rendition}/${segment}`;

export const placeOf = (address: string): Place => {
  const [key, rendition = "", segment] = address.split("/");
  return {
    key: Number(key),
    rendition,
    segment: segment === "init" ? segment : Number(segment),
  };
};

/** `undefined`: the main playlist. */
export const rungIn = (url: string): Rung | undefined => {
  const name = url.slice(base.length).replace(".m3u8", "");
  return name === "main" ? undefined : (name as Rung);
};

/** Without CODECS: hls.js adapts only among rungs that claim the same, and reads the true ones in each init.mp4. */
export const mainPlaylist = (rungs: readonly Rung[], start: Start): string =>
  [
    "#EXTM3U",
    ...rungs.flatMap((rung) => [
      `#EXT-X-STREAM-INF:BANDWIDTH=${bandwidthOf(rung, start)},NAME="${rung}"`,
      `${rung}.m3u8`,
    ]),
    "",
  ].join("\n");

type Decodes = Parameters<typeof renditionFor>[2];

const slotLines = (slot: Slot, rung: Rung, decodes: Decodes): string[] => {
  const rendition = renditionFor(slot.start, rung, decodes);
  if (!rendition) return [];
  const address = (segment: Place["segment"]): string =>
    addressOf({ key: slot.key, rendition: rendition.name, segment });
  return [
    `#EXT-X-MAP:URI="${address("init")}"`,
    ...segmentDurations(slot, rendition).flatMap((seconds, segment) => [
      `#EXTINF:${seconds.toFixed(12)},`,
      address(segment),
    ]),
  ];
};

/** Always as if more came: the end of the last song is told to hls.js in another way, and can be taken back. */
export const mediaPlaylist = (slots: Timeline, rung: Rung, decodes: Decodes): string =>
  [
    "#EXTM3U",
    "#EXT-X-VERSION:7",
    "#EXT-X-TARGETDURATION:60",
    "#EXT-X-PLAYLIST-TYPE:EVENT",
    `#EXT-X-MEDIA-SEQUENCE:${slots[0]?.segmentsBefore ?? 0}`,
    `#EXT-X-DISCONTINUITY-SEQUENCE:${slots[0]?.ordinal ?? 0}`,
    ...slots.flatMap((slot, index) => [
      ...(index > 0 ? ["#EXT-X-DISCONTINUITY"] : []),
      ...slotLines(slot, rung, decodes),
    ]),
    "",
  ].join("\n");
