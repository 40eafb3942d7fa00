import { describe, expect, test } from "vitest";
import { mainPlaylist, mediaPlaylist } from "../../../functions/core/hls/playlist.ts";
import { parseManifest } from "../../support/hls.ts";

describe("a media playlist", () => {
  test("of a growing song is an EVENT that starts at its beginning", () => {
    const text = mediaPlaylist({ durations: [90_112, 270_336], sampleRate: 44_100, done: false });
    expect(text).toBe(
      [
        "#EXTM3U",
        "#EXT-X-VERSION:6",
        "#EXT-X-TARGETDURATION:6",
        "#EXT-X-MEDIA-SEQUENCE:0",
        "#EXT-X-PLAYLIST-TYPE:EVENT",
        "#EXT-X-START:TIME-OFFSET=0,PRECISE=YES",
        "#EXT-X-INDEPENDENT-SEGMENTS",
        '#EXT-X-MAP:URI="init.mp4"',
        "#EXTINF:2.043356009,",
        "0.m4s",
        "#EXTINF:6.130068027,",
        "1.m4s",
        "",
      ].join("\n"),
    );
  });

  test("of a finished song is VOD, and ends", () => {
    const text = mediaPlaylist({ durations: [90_112], sampleRate: 44_100, done: true });
    expect(parseManifest(text)).toMatchObject({ playlistType: "VOD", endList: true });
    expect(text).not.toContain("EXT-X-START");
  });

  test("of eleven hours is still exact to the sample", () => {
    const durations = Array<number>(6_600).fill(270_336);
    const { segments } = parseManifest(
      mediaPlaylist({ durations, sampleRate: 44_100, done: true }),
    );
    const seconds = segments.reduce((sum, { duration }) => sum + duration, 0);
    expect(Math.abs(seconds * 44_100 - 6_600 * 270_336)).toBeLessThan(1);
  });
});

describe("a main playlist", () => {
  test("names every rendition with its codecs and bit rates, the middle one first", () => {
    const variant = (name: string, bandwidth: number) => ({
      name,
      codecs: name === "flac" ? "fLaC" : "mp4a.40.2",
      bandwidth,
      averageBandwidth: bandwidth - 5,
    });
    const text = mainPlaylist("enc", [
      variant("a64", 70),
      variant("a128", 140),
      variant("flac", 900),
    ]);
    const { playlists = [] } = parseManifest(text);
    expect(playlists.map(({ uri }) => uri)).toEqual([
      "enc/a128/media.m3u8",
      "enc/a64/media.m3u8",
      "enc/flac/media.m3u8",
    ]);
    expect(playlists[2]?.attributes).toMatchObject({
      BANDWIDTH: 900,
      "AVERAGE-BANDWIDTH": "895",
      CODECS: "fLaC",
    });
  });
});
