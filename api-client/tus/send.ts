/** One attempt at an upload by tus: begun, or gone on with from where the server says it is. */
import { Upload } from "tus-js-client";
import { watchLine } from "../line.ts";
import { ServerAway } from "../errors.ts";
import type { Part, PartReader } from "../source.ts";
import type { Pace } from "./pace.ts";
import { refusalIn } from "./refusal.ts";

export type Sending = {
  readonly endpoint: URL;
  /** Of the upload, where it has begun. */
  readonly url: string | undefined;
  readonly size: number;
  readonly read: PartReader;
  readonly metadata: Readonly<Record<string, string>>;
  readonly pace: Pace;
  readonly signal: AbortSignal | undefined;
  /** Of a request, with the token. */
  headers(): Headers;
  onUrl(url: string): void;
  onBytes(sent: number): void;
};

/** Settles when all of it is durable. Rejects as refusalIn says, with the signal's reason, or with what reading does. */
export const sendByTus = async (sending: Sending): Promise<void> => {
  const { size, read, pace, signal, onBytes } = sending;
  signal?.throwIfAborted();
  const done = Promise.withResolvers<void>();
  const line = watchLine((seconds) =>
    done.reject(new ServerAway(`Nothing moved for ${seconds} s.`)),
  );
  let part: Part | undefined;
  let since = performance.now();
  const nextPart = (start: number, end: number): Part => {
    part?.end();
    since = performance.now();
    return (part = read(start, end, done.reject));
  };

  // What is given to it to send does not matter: its reader reads.
  const upload = new Upload(new Blob(), {
    endpoint: sending.endpoint.href,
    uploadUrl: sending.url ?? null,
    uploadSize: size,
    metadata: sending.metadata,
    chunkSize: pace.pieceLength,
    uploadDataDuringCreation: true,
    storeFingerprintForResuming: false,
    retryDelays: null,
    fileReader: {
      openFile: async () => ({
        size,
        slice: async (start, end) => ({ value: nextPart(start, end).body, done: end >= size }),
        close: () => {},
      }),
    },
    onBeforeRequest(request) {
      for (const [name, value] of sending.headers()) request.setHeader(name, value);
    },
    onUploadUrlAvailable() {
      // With it, whatever a server that is away answers would begin another upload.
      upload.options.endpoint = null;
      if (upload.url !== null) sending.onUrl(upload.url);
    },
    onProgress(sent) {
      line.moved();
      onBytes(sent);
    },
    onChunkComplete(bytes) {
      pace.note(bytes, performance.now() - since);
      upload.options.chunkSize = pace.pieceLength;
    },
    onSuccess: () => done.resolve(),
    onError: (error) => done.reject(error),
  });
  if (sending.url !== undefined) upload.options.endpoint = null;

  const stop = (): void => done.reject(signal?.reason);
  signal?.addEventListener("abort", stop, { once: true });
  try {
    upload.start();
    await done.promise;
  } catch (error) {
    // In a browser what was answered is lost with the request.
    const refused = signal?.aborted ? error : await refusalIn(error as Error);
    await upload.abort();
    throw refused;
  } finally {
    signal?.removeEventListener("abort", stop);
    line.idle();
    part?.end();
  }
};
