/** What uploading needs of the rest of the page, and of the world. */
import type { Song } from "../../api-client/contract.ts";

export type SendOptions = {
  readonly signal: AbortSignal;
  /** Id of what has come of it before. */
  readonly half: string | undefined;
  /** Bytes so far. */
  readonly onProgress: (sent: number) => void;
  /** Of the song that it becomes, as soon as there is one. */
  readonly onId: (id: string) => void;
};

export type Ports = {
  /** The song that has these bytes already; or some of them, when it is uploading. */
  find(file: File, signal: AbortSignal): Promise<Song | undefined>;
  /** Settles when every byte is durable. */
  send(file: File, options: SendOptions): Promise<Song>;
  /** Of a half-sent file nothing shall stay. */
  discard(id: string): void;
  /** Another file has come in that song's place. */
  removeReplaced(song: Song): void;
  /** Undefined: there is no such song. Rejects when the server cannot be asked. */
  look(id: string): Promise<Song | undefined>;
  /** Until the server may be there again, after so many attempts. */
  untilWorthTrying(attempt: number, signal: AbortSignal): Promise<void>;
  /** Asks for a token; settles when there is one. */
  untilSignedIn(signal: AbortSignal): Promise<void>;
  /** ms */
  now(): number;
};
