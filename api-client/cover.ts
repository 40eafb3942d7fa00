/** Covers: put in the place of another, and fetched. */
import type { CoverQuery, Song } from "./contract.ts";
import { createTransport, type Transport } from "./transport.ts";

export type CoverOptions = CoverQuery & { readonly signal?: AbortSignal | undefined };

/** ms: pictures are large, and some lines slow. */
const patience = 120_000;

const typeOf = ({ type }: Blob): string =>
  type.startsWith("image/") ? type : "application/octet-stream";

export const setCover = (
  transport: Transport,
  path: string,
  picture: Blob | null,
  { signal, ...query }: CoverOptions,
): Promise<Song> =>
  transport.json(
    picture
      ? {
          path,
          method: "PUT",
          query,
          headers: { "Content-Type": typeOf(picture) },
          body: picture,
          patience,
          signal,
        }
      : { path, method: "DELETE", signal },
  );

type FetchOptions = {
  /** Where the song's chunks are. */
  readonly base: URL;
  /** ms for which what fails is tried again. */
  readonly retryFor: number;
  readonly signal?: AbortSignal | undefined;
};

/** Its cover, as large as it is kept; undefined where it has none. A token is none of a CDN's business. */
export const fetchCover = async (
  { cover }: Pick<Song, "cover">,
  { base, retryFor, signal }: FetchOptions,
): Promise<Blob | undefined> => {
  const [largest] = Object.keys(cover?.urls ?? {}).toSorted((a, b) => Number(b) - Number(a));
  const path = cover?.urls[largest ?? ""];
  if (path === undefined) return undefined;
  return createTransport({ url: base, retryFor }).call({ path, signal }, (answer) => answer.blob());
};
