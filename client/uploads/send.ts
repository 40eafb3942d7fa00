/** Sends a file by tus: in pieces, from where it had come to before, so that a line that breaks costs little. */
import { DetailedError, Upload } from "tus-js-client";
import { checked } from "../../api-client/answers.ts";
import { ServerAway } from "../../api-client/errors.ts";
import { watchLine } from "../../api-client/line.ts";
import { crudUrl } from "../library/client.ts";
import { token } from "../library/token.ts";
import { fingerprintOf } from "./fingerprint.ts";
import type { SendOptions } from "./ports.ts";

/** ms that a piece takes: functions behind gateways may not run for long. */
const pieceTakes = 10_000;
/** Bytes. */
const leastPiece = 256 * 1024;
const mostPiece = 512 * 1024 * 1024;

const addressOf = (id: string): string => new URL(`uploads/${id}`, crudUrl).href;

const idIn = (address: string): string => new URL(address).pathname.split("/").at(-1) ?? "";

const headers = (): Record<string, string> =>
  token.peek() === undefined ? {} : { Authorization: `Bearer ${token.peek()}` };

/** Throws what the server refused with, as the rest of Segue's API tells it. */
const explain = async (error: unknown): Promise<never> => {
  const answer = error instanceof DetailedError ? error.originalResponse : null;
  if (!answer) throw error instanceof DetailedError ? new ServerAway(error.message) : error;
  const headers = { "Content-Type": answer.getHeader("Content-Type") ?? "" };
  const response = new Response(answer.getBody(), { status: answer.getStatus(), headers });
  // One that is made by hand has no address.
  Object.defineProperty(response, "url", { value: crudUrl.href });
  await checked(response);
  throw new ServerAway("The server answered, and not as tus does.");
};

/** As long as a piece should take, by how long the last one took. */
const pieceSizer = () => {
  let began = performance.now();
  return (sent: number): number => {
    const took = Math.max(1, performance.now() - began);
    began = performance.now();
    return Math.round(Math.min(mostPiece, Math.max(leastPiece, (sent / took) * pieceTakes)));
  };
};

const send = (file: File, fingerprint: string, options: SendOptions): Promise<string> =>
  new Promise((resolve, reject) => {
    const { signal, half, onProgress, onId } = options;
    const sizeOfNext = pieceSizer();
    const fail = (error: Error): void => {
      line.idle();
      reject(error);
    };
    const stop = (error: Error): void => {
      fail(error);
      void upload.abort();
    };
    const line = watchLine((seconds) => stop(new ServerAway(`Nothing moved for ${seconds} s.`)));
    const upload = new Upload(file, {
      endpoint: new URL("uploads", crudUrl).href,
      uploadUrl: half === undefined ? null : addressOf(half),
      metadata: { filename: file.name, filetype: file.type, fingerprint },
      // The answer to the first one brings the id.
      chunkSize: leastPiece,
      uploadDataDuringCreation: true,
      storeFingerprintForResuming: false,
      // Trying again is for whoever sends: it shows it.
      retryDelays: null,
      headers: headers(),
      onUploadUrlAvailable: () => onId(idIn(upload.url ?? "")),
      onProgress(sent) {
        line.moved();
        if (!signal.aborted) onProgress(sent);
      },
      onChunkComplete: (sent) => void (upload.options.chunkSize = sizeOfNext(sent)),
      onError: fail,
      onSuccess() {
        line.idle();
        resolve(idIn(upload.url ?? ""));
      },
    });
    signal.addEventListener("abort", () => stop(signal.reason as Error), { once: true });
    upload.start();
  });

/** Gives the id of the song, when every byte is durable. Rejects with SegueError, ServerAway, NotSegue, or when aborted. */
export const sendFile = async (file: File, options: SendOptions): Promise<string> => {
  const fingerprint = await fingerprintOf(file);
  options.signal.throwIfAborted();
  return send(file, fingerprint, options).catch(explain);
};

/** Nothing of a half-sent file shall stay. */
export const discardFile = (id: string): Promise<void> =>
  Upload.terminate(addressOf(id), { headers: headers(), retryDelays: null });
