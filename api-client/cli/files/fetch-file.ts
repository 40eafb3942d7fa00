/** A song's original as a file: whole under its name, or not at all; what was fetched of it is kept beside it. */
import { createWriteStream } from "node:fs";
import { link, rename, rm, stat } from "node:fs/promises";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import type { Song } from "../../contract.ts";
import { ServerAway } from "../../errors.ts";
import { fingerprintOf } from "../../fingerprint.ts";
import type { SegueClient } from "../../node.ts";
import { mayPass, retrying } from "../../retry.ts";
import { toAway } from "../../transport.ts";
import { Failure } from "../failure.ts";

type Fetch = {
  readonly client: SegueClient;
  readonly song: Song;
  readonly path: string;
  readonly force: boolean;
  readonly signal: AbortSignal;
  onBytes(sent: number): void;
};

/** ms without a byte. */
const patience = 30_000;

/** Undefined: there is none. */
const sizeOf = async (path: string): Promise<number | undefined> => {
  try {
    return (await stat(path)).size;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    throw error;
  }
};

const isSong = async (path: string, { fingerprint, uploaded }: Song): Promise<boolean> =>
  fingerprint === undefined
    ? (await sizeOf(path)) === uploaded
    : (await fingerprintOf(path)) === fingerprint;

/** Appends what is missing. Rejects with ServerAway where the line breaks. */
const fetchRest = async ({ client, song, signal, onBytes }: Fetch, part: string): Promise<void> => {
  const there = (await sizeOf(part)) ?? 0;
  if (there === song.uploaded) return;
  const { body, from } = await client.original(song.id, { from: there, signal });
  const counted = async function* (pieces: AsyncIterable<Uint8Array>) {
    let bytes = from;
    for await (const piece of pieces) {
      bytes += piece.length;
      onBytes(bytes);
      yield piece;
    }
  };
  const file = createWriteStream(part, { flags: from === there ? "a" : "w" });
  const pieces = Readable.fromWeb(body as Parameters<typeof Readable.fromWeb>[0]);
  await pipeline(pieces, counted, file, { signal }).catch((error: unknown) => {
    throw toAway(error, client.originalUrl(song.id).origin);
  });
  // A gateway may end an answer that broke off as if it were whole.
  if ((await sizeOf(part)) !== song.uploaded) throw new ServerAway("The download broke off.");
};

const fetchAll = async (fetch: Fetch, part: string): Promise<void> => {
  const { song, signal } = fetch;
  if (((await sizeOf(part)) ?? 0) > song.uploaded) await rm(part);
  const task = ({ advanced }: { advanced(): void }): Promise<void> =>
    fetchRest(
      {
        ...fetch,
        onBytes(bytes) {
          advanced();
          fetch.onBytes(bytes);
        },
      },
      part,
    );
  await retrying(task, { within: patience, signal, again: mayPass });
};

const another = (path: string): Failure =>
  new Failure(`There is another file already: ${path}`, {
    hint: "Choose another place with --output, or replace it with --force.",
  });

/** Gives the part its name, which nobody else has. */
const settle = async (part: string, path: string, force: boolean): Promise<void> => {
  if (force) return rename(part, path);
  try {
    await link(part, path);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === "EEXIST") throw another(path);
    // Not every file system knows links.
    return rename(part, path);
  }
  await rm(part);
};

/** Says whether it had to be fetched. Throws Failure, and as the client and the file system do. */
export const fetchFile = async (fetch: Fetch): Promise<boolean> => {
  const { song, path, force } = fetch;
  const there = await sizeOf(path);
  if (there !== undefined && (await isSong(path, song))) return false;
  if (there !== undefined && !force) throw another(path);
  const part = `${path}.${song.id}.part`;
  await fetchAll(fetch, part);
  if (!(await isSong(part, song))) {
    await rm(part);
    throw new Failure("What came is not the file that was uploaded.", {
      hint: "Try again. If it stays so, something in between changes it.",
    });
  }
  await settle(part, path, force);
  return true;
};
