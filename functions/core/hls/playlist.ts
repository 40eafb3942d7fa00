/** Playlists, after RFC 8216 and Apple's authoring specification (rule numbers in brackets). */

/** [7.5] The longest segment rounds to this many seconds, from the first line to the last. */
const targetDuration = 6;
/** fMP4 in EXT-X-MAP without I-frames needs 6 (RFC 8216, 7); nothing here needs more. */
const version = 6;

export type MediaPlaylist = {
  /** Samples of each segment. */
  readonly durations: readonly number[];
  readonly sampleRate: number;
  readonly done: boolean;
};

/** Nine places: the sum of 10,000 segments is still exact to less than a sample [8.1]. */
const seconds = (samples: number, sampleRate: number): string => (samples / sampleRate).toFixed(9);

const typeLines = (done: boolean): string[] =>
  done
    ? ["#EXT-X-PLAYLIST-TYPE:VOD"]
    : // [8.6] Without a start, players begin at the live edge.
      ["#EXT-X-PLAYLIST-TYPE:EVENT", "#EXT-X-START:TIME-OFFSET=0,PRECISE=YES"];

/** `media.m3u8` of one rendition: `init.mp4`, `0.m4s`, `1.m4s` and so on beside it. */
export const mediaPlaylist = ({ durations, sampleRate, done }: MediaPlaylist): string =>
  [
    "#EXTM3U",
    `#EXT-X-VERSION:${version}`,
    `#EXT-X-TARGETDURATION:${targetDuration}`,
    "#EXT-X-MEDIA-SEQUENCE:0",
    ...typeLines(done),
    "#EXT-X-INDEPENDENT-SEGMENTS",
    '#EXT-X-MAP:URI="init.mp4"',
    ...durations.flatMap((samples, index) => [
      `#EXTINF:${seconds(samples, sampleRate)},`,
      `${index}.m4s`,
    ]),
    ...(done ? ["#EXT-X-ENDLIST"] : []),
    "",
  ].join("\n");

export type Variant = {
  readonly name: string;
  /** RFC 6381 [9.1]. */
  readonly codecs: string;
  /** Bits per second [9.13, 9.14]. */
  readonly bandwidth: number;
  readonly averageBandwidth: number;
};

/** Players that do not choose by themselves begin with the first. */
const firstChoice = "a128";

/** `main.m3u8` of a song, with the renditions of one encoding. */
export const mainPlaylist = (encodingId: string, variants: readonly Variant[]): string =>
  [
    "#EXTM3U",
    `#EXT-X-VERSION:${version}`,
    "#EXT-X-INDEPENDENT-SEGMENTS",
    ...variants
      .toSorted(
        (one, other) => Number(other.name === firstChoice) - Number(one.name === firstChoice),
      )
      .flatMap(({ name, codecs, bandwidth, averageBandwidth }) => [
        `#EXT-X-STREAM-INF:BANDWIDTH=${bandwidth},AVERAGE-BANDWIDTH=${averageBandwidth},CODECS="${codecs}"`,
        `${encodingId}/${name}/media.m3u8`,
      ]),
    "",
  ].join("\n");
