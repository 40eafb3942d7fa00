/** A song's playlists and segments over HTTP, read by a parser that is not Segue's. */
import { Parser } from "m3u8-parser";

export type Segment = {
  readonly uri: string;
  readonly duration: number;
  readonly map?: { readonly uri: string };
};
export type Manifest = {
  readonly playlists?: readonly {
    readonly uri: string;
    readonly attributes: Record<string, unknown>;
  }[];
  readonly segments: readonly Segment[];
  readonly targetDuration?: number;
  readonly endList?: boolean;
  readonly playlistType?: string;
  readonly independentSegments?: boolean;
  readonly version?: number;
  readonly start?: { readonly timeOffset: number; readonly precise: boolean };
};

export const parseManifest = (text: string): Manifest => {
  const parser = new Parser();
  parser.push(text);
  parser.end();
  return parser.manifest as unknown as Manifest;
};

/** Fetches without following redirects: players of Apple's do not (8.18). */
export const fetchPlain = async (
  url: string,
  headers: Record<string, string> = {},
): Promise<Response> => {
  const response = await fetch(url, { redirect: "manual", headers });
  if (response.status !== 200)
    throw new Error(`${url}: ${response.status} ${await response.text()}`);
  return response;
};

export const manifestAt = async (url: string): Promise<Manifest> =>
  parseManifest(await (await fetchPlain(url)).text());

export type ReadRendition = {
  readonly name: string;
  readonly url: string;
  readonly attributes: Record<string, unknown>;
  readonly manifest: Manifest;
  readonly init: Buffer;
  readonly segments: readonly Buffer[];
};

const bytesAt = async (base: string, uri: string): Promise<Buffer> => {
  const response = await fetchPlain(new URL(uri, base).href);
  return Buffer.from(await response.arrayBuffer());
};

/** All of a song, by way of its main.m3u8. */
export const readSong = async (main: string): Promise<ReadRendition[]> => {
  const { playlists = [] } = await manifestAt(main);
  return Promise.all(
    playlists.map(async ({ uri, attributes }) => {
      const url = new URL(uri, main).href;
      const manifest = await manifestAt(url);
      const init = await bytesAt(url, manifest.segments[0]?.map?.uri ?? "no-map");
      const segments = await Promise.all(
        manifest.segments.map((segment) => bytesAt(url, segment.uri)),
      );
      return { name: uri.split("/").at(-2) ?? "", url, attributes, manifest, init, segments };
    }),
  );
};
