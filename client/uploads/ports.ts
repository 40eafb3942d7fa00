/** What uploading needs of the rest of the page, and of the world. */
import type { Song } from "../../api-client/contract.ts";

export type SendOptions = {
  readonly signal: AbortSignal;
  /** Sending again under the same key makes no second song. */
  readonly key: string;
  /** Bytes so far. */
  readonly onProgress: (sent: number) => void;
};

export type Ports = {
  /** The song that has these bytes already. */
  find(file: File, signal: AbortSignal): Promise<Song | undefined>;
  /** Settles when every byte is durable. */
  send(file: File, options: SendOptions): Promise<Song>;
  /** Until the server may be there again, after so many attempts. */
  untilWorthTrying(attempt: number, signal: AbortSignal): Promise<void>;
  /** Asks for a token; settles when there is one. */
  untilSignedIn(signal: AbortSignal): Promise<void>;
  newKey(): string;
  /** ms */
  now(): number;
};
