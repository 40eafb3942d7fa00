/** Uploading a large file by tus: what has arrived stays there, whichever side breaks off. */
import type { Song, Tags } from "../contract.ts";
import { NotSegue, SegueError } from "../errors.ts";
import type { InsertOptions } from "../insert.ts";
import { songPage } from "../paging.ts";
import { type Attempt, mayPass, retrying } from "../retry.ts";
import type { PartReader } from "../source.ts";
import type { Transport } from "../transport.ts";
import { hasTaken, updateSong } from "../update.ts";
import { createPace } from "./pace.ts";
import { Unexplained, UploadGone } from "./refusal.ts";
import { sendByTus } from "./send.ts";

export type Large = {
  readonly size: number;
  readonly read: PartReader;
  readonly filename: string | undefined;
  readonly filetype: string | undefined;
  readonly fingerprint: string;
};

/** The server's other hand is still at it, or was. */
const passing: ReadonlySet<string> = new Set(["upload-stalled", "upload-elsewhere", "song-busy"]);

const isPassing = (error: unknown, failures: number): boolean =>
  mayPass(error, failures) || (error instanceof SegueError && passing.has(error.slug));

const metadataOf = (large: Large, tags: Tags): Record<string, string> => {
  const { filename, filetype, fingerprint } = large;
  const known = Object.entries({ filename, filetype, fingerprint, ...tags });
  return Object.fromEntries(
    known.filter(([, value]) => value !== undefined).map(([name, value]) => [name, String(value)]),
  );
};

const idIn = (url: string): string => url.split("/").at(-1) ?? "";

/** Of an upload of the same file that has not come to its end. */
const findBegun = async (
  transport: Transport,
  fingerprint: string,
  signal: AbortSignal | undefined,
): Promise<string | undefined> => {
  const query = { fingerprint, state: "uploading", limit: 1 } as const;
  const { songs } = await songPage(transport, query, { signal });
  return songs[0]?.id;
};

/** Rejects as `insertSong` does. */
export const insertByTus = (
  transport: Transport,
  large: Large,
  { tags = {}, onProgress, signal, upload }: InsertOptions,
): Promise<Song> => {
  const { size, read, fingerprint } = large;
  const pace = createPace();
  let url: string | undefined;
  let isGone = false;
  let furthest = 0;

  const send = ({ advanced }: Attempt): Promise<void> =>
    sendByTus({
      endpoint: transport.address("uploads"),
      url,
      size,
      read,
      metadata: metadataOf(large, tags),
      pace,
      signal,
      headers: () => transport.headers(),
      onUrl(found) {
        url = found;
        upload?.onId(idIn(found));
      },
      onBytes(sent) {
        if (signal?.aborted) return;
        if (sent > furthest) advanced();
        furthest = Math.max(furthest, sent);
        onProgress?.({ sent, total: size });
      },
    });

  const sendAll = async (attempt: Attempt): Promise<void> => {
    if (url === undefined && !isGone) {
      const begun = upload ? upload.id : await findBegun(transport, fingerprint, signal);
      url = begun && transport.address(`uploads/${begun}`).href;
    }
    try {
      await send(attempt);
    } catch (error) {
      if (error instanceof Unexplained) await transport.json({ path: "doctor", signal });
      if (!(error instanceof UploadGone) || isGone) throw error;
      isGone = true;
      url = undefined;
      await send(attempt);
    }
  };

  const finish = async (): Promise<Song> => {
    const path = `songs/${idIn(url ?? "")}`;
    const song = await transport.json<Song>({ path, signal });
    // One that had begun has the tags that it began with.
    return hasTaken(song, tags) ? song : updateSong(transport, path, tags, { signal });
  };

  const again = (error: unknown, failures: number): boolean => {
    if (error instanceof NotSegue && error.status === 413) return pace.shorten();
    pace.slow();
    return isPassing(error, failures);
  };
  return retrying(sendAll, { within: transport.retryFor, signal, again }).then(finish);
};
