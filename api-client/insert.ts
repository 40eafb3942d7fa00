/** Uploading a song: sent, watched, and sent again where the line breaks. */
import { checked, json } from "./answers.ts";
import type { Song, Tags } from "./contract.ts";
import { SegueError, ServerAway } from "./errors.ts";
import { watchLine } from "./line.ts";
import { type Attempt, mayPass, retrying } from "./retry.ts";
import { streamSender } from "./send-stream.ts";
import { xhrSender } from "./send-xhr.ts";
import type { Outgoing, Sender } from "./sender.ts";
import { knownOf, partReaderOf, type Source } from "./source.ts";
import { toAway, type Transport } from "./transport.ts";

export type Progress = {
  /** Bytes; from 0 again when it is sent again. */
  readonly sent: number;
  /** Bytes; undefined for a stream. */
  readonly total: number | undefined;
};

export type InsertOptions = {
  /** Tags that override the file's. */
  readonly tags?: Tags;
  /** The source's own, where it has one. It makes a title for a file without tags. */
  readonly filename?: string;
  readonly onProgress?: (progress: Progress) => void;
  readonly signal?: AbortSignal | undefined;
  /** Idempotency-Key: the same key gives the same song, within a day. Made up where it is not given. */
  readonly key?: string;
  /**
   * `<size>-<SHA-256 of the first and last 64 KiB>` of the source, of all of it below 128 KiB. A large one is then sent
   * piece by piece, and an upload of it that broke off, by whomever, goes on from where it was.
   */
  readonly fingerprint?: string;
  /** For whoever keeps account of uploads: with a fingerprint, one is then sent piece by piece however small it is. */
  readonly upload?: UploadAccount;
};

export type UploadAccount = {
  /** Of the song that an upload was to become when it broke off: it goes on from there. */
  readonly id: string | undefined;
  /** Of the song that it becomes, as soon as there is one. */
  onId(id: string): void;
};

/** crypto.randomUUID is for pages with https only. */
const newKey = (): string =>
  [...crypto.getRandomValues(new Uint8Array(16))]
    .map((byte) => byte.toString(16).padStart(2, "0"))
    .join("");

const audioType = /^audio\/[\w.+-]+$/;

const typeOf = ({ type = "" }: { type?: string }): string =>
  audioType.test(type) ? type : "application/octet-stream";

const senderOf = (source: Source): Sender =>
  typeof XMLHttpRequest === "undefined" ? streamSender(source) : xhrSender(source);

/** Of an earlier attempt the server may still wait for the rest. */
const isHeld = (error: SegueError, failures: number): boolean =>
  error.slug === "upload-stalled" || (error.slug === "key-in-use" && failures > 1);

const isPassing = (error: unknown, failures: number): boolean =>
  mayPass(error, failures) || (error instanceof SegueError && isHeld(error, failures));

type Doors = Pick<Outgoing, "url" | "headers" | "onWhole"> & {
  readonly sender: Sender;
  readonly signal: AbortSignal | undefined;
  onBytes(sent: number): void;
};

const sendOnce = async ({ sender, signal, onBytes, ...rest }: Doors): Promise<Song> => {
  const ending = new AbortController();
  const line = watchLine((seconds) =>
    ending.abort(new ServerAway(`Nothing moved for ${seconds} s.`)),
  );
  try {
    const response = await sender.send({
      ...rest,
      signal: signal ? AbortSignal.any([signal, ending.signal]) : ending.signal,
      onRead: line.idle,
      onBytes(sent) {
        line.moved();
        onBytes(sent);
      },
    });
    return await json<Song>(await checked(response));
  } catch (error) {
    throw toAway(error, rest.url.origin);
  } finally {
    line.idle();
  }
};

const insertWhole = (
  transport: Transport,
  source: Source,
  options: InsertOptions,
): Promise<Song> => {
  const known = knownOf(source);
  const { tags, filename = known.name, onProgress, signal } = options;
  const sender = senderOf(source);
  const url = transport.address("songs", { filename, ...tags });
  let key = options.key ?? newKey();
  let isWhole = false;
  let furthest = 0;

  const once = ({ advanced }: Attempt): Promise<Song> => {
    isWhole = false;
    return sendOnce({
      sender,
      url,
      signal,
      headers: transport.headers({ "Content-Type": typeOf(known), "Idempotency-Key": key }),
      onWhole: () => void (isWhole = true),
      onBytes(sent) {
        if (sent > furthest) advanced();
        furthest = Math.max(furthest, sent);
        onProgress?.({ sent, total: sender.size });
      },
    });
  };

  return retrying(once, {
    within: transport.retryFor,
    signal,
    async again(error, failures) {
      if (!isPassing(error, failures) || !(await sender.repeatable())) return false;
      // What cannot have become a song need not be waited for.
      if (!isWhole && options.key === undefined) key = newKey();
      return true;
    },
  });
};

/** Bytes: below it is sent whole, and whole again. */
const largeFrom = 4 * 1024 * 1024;

/** Rejects with SegueError, ServerAway, NotSegue, the signal's reason, or what reading the source rejects with. */
export const insertSong = async (
  transport: Transport,
  source: Source,
  options: InsertOptions,
): Promise<Song> => {
  const { size = 0, name, type: filetype } = knownOf(source);
  const { fingerprint, filename = name, upload } = options;
  const read = partReaderOf(source);
  const isSmall = size < largeFrom && upload === undefined;
  if (fingerprint === undefined || read === undefined || isSmall)
    return insertWhole(transport, source, options);
  const { insertByTus } = await import("./tus/insert.ts");
  return insertByTus(transport, { size, read, filename, filetype, fingerprint }, options);
};
