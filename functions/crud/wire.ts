/** From the stored song to the one on the wire. */
import type {
  ProblemSlug as WireSlug,
  Song as WireSong,
  Start,
} from "../../api-client/contract.ts";
import type { SignPath } from "../core/http/signed-paths.ts";
import type { ProblemSlug } from "../core/problem.ts";
import {
  type Cover,
  type Encoding,
  type Reason,
  secondsOf,
  type Song,
  type SongId,
} from "../core/song/song.ts";

/** The contract names the same problems as core: this does not compile when one list has more. */
type Same<A, B> = [A, B] extends [B, A] ? true : never;
export const problemsAgree: Same<WireSlug, ProblemSlug> = true;

const iso = (time: number): string => new Date(time).toISOString();

const reasonOf = (reason: Reason): NonNullable<WireSong["reason"]> =>
  reason as NonNullable<WireSong["reason"]>;

/** Relative to crud's root, so that it holds under any gateway's prefix; or the CDN's. */
export const streamingBase = (streamingUrl: string | undefined): string =>
  streamingUrl ?? "../streaming/";

/** Where a song's chunks are; where that expires, by `until` (epoch ms) at the latest. */
export type StreamingOf = (id: SongId, until?: number) => string;

/** `sign`: where only signed addresses are served. */
export const createStreamingOf = (
  streamingUrl: string | undefined,
  sign: SignPath | undefined,
): StreamingOf => {
  const base = streamingBase(streamingUrl);
  return (id, until) => `${base}${sign ? sign(id, until) : `${id}/`}`;
};

const encodingFields = ({ id, renditions, durations, done }: Encoding) => ({
  renditions: renditions.map(({ name }) => name),
  ...((done || durations.length > 0) && { peaks: `${id}/peaks.json` }),
});

export const coverOf = ({ hash, color, sizes, type }: Cover): NonNullable<WireSong["cover"]> => ({
  color,
  urls: Object.fromEntries(sizes.map((size) => [size, `cover/${hash}/${size}.${type}`])),
});

const coverFrom = ({ givenCover, fileCover, folderCover }: Song): WireSong["coverFrom"] => {
  if (givenCover !== undefined) return "person";
  if (fileCover) return "file";
  return folderCover && "folder";
};

/** What is undefined is left out where JSON is written: to leave it out here would copy each song of long lists. */
const definedInJson = <T extends object>(fields: { [K in keyof T]: T[K] | undefined }): T =>
  fields as T;

/** As one of many: lyrics are long, and come with one song only. */
export const inList = (song: WireSong): WireSong => {
  const { lyrics: _lyrics, ...rest } = song;
  return rest;
};

export const toWire = (song: Song, streamingOf: StreamingOf, start?: Start): WireSong =>
  definedInJson<WireSong>({
    id: song.id,
    state: song.state,
    playable: song.playable,
    reason: song.reason && reasonOf(song.reason),
    progress: song.progress,
    ...song.tags,
    title: song.tags.title ?? "",
    albumId: song.albumId,
    duration: secondsOf(song),
    renditions: [],
    ...(song.encoding && encodingFields(song.encoding)),
    revision: song.revision,
    addedAt: iso(song.createdAt),
    changedAt: iso(song.changedAt),
    deletedAt: song.deletedAt === undefined ? undefined : iso(song.deletedAt),
    filename: song.original.filename,
    fingerprint: song.original.fingerprint,
    duplicateOf: song.duplicateOf,
    size: song.size,
    uploaded: song.original.bytes,
    loudness: song.loudness,
    cover: song.cover && coverOf(song.cover),
    coverFrom: coverFrom(song),
    streaming: streamingOf(song.id),
    hls: "main.m3u8",
    start,
  });
