/** Sending a body, and how far it is. */
export type Outgoing = {
  readonly url: URL;
  readonly headers: Headers;
  readonly signal: AbortSignal;
  /** So many bytes have gone, and more wait for the line. */
  onBytes(sent: number): void;
  /** More is being read of the source, however long that takes. */
  onRead(): void;
  /** Everything may have gone. Until then the server certainly does not have it all. */
  onWhole(): void;
};

export type Sender = {
  /** Bytes; undefined for a stream. */
  readonly size: number | undefined;
  /** Whether it can be sent again from the start. Rejects where its source has changed or gone. */
  repeatable(): Promise<boolean>;
  /** Rejects as fetch does, or with what reading the source rejects with. */
  send(outgoing: Outgoing): Promise<Response>;
};
