/** Sends a body piece by piece, by fetch: what Node can, and browsers cannot over HTTP/1.1. */
import type { Outgoing, Sender } from "./sender.ts";
import { type Source, supplyOf } from "./source.ts";

type Fault = { readonly error: unknown };

async function* watched(
  bytes: AsyncIterable<Uint8Array>,
  { onBytes, onRead, onWhole }: Outgoing,
  onFault: (fault: Fault) => void,
): AsyncGenerator<Uint8Array, void, undefined> {
  let sent = 0;
  try {
    onRead();
    for await (const piece of bytes) {
      onBytes(sent);
      yield piece;
      sent += piece.length;
      onRead();
    }
  } catch (error) {
    onFault({ error });
    throw error;
  }
  onBytes(sent);
  onWhole();
}

const streamOf = (pieces: AsyncGenerator<Uint8Array, void>): ReadableStream<Uint8Array> =>
  new ReadableStream<Uint8Array>(
    {
      async pull(stream) {
        const { done, value } = await pieces.next();
        if (value) stream.enqueue(value);
        if (done) stream.close();
      },
      cancel: () => pieces.return().then(() => {}),
    },
    // Nothing is read before the line wants it.
    { highWaterMark: 0 },
  );

export const streamSender = (source: Source): Sender => {
  const { size, repeatable, read } = supplyOf(source);
  return {
    size,
    repeatable: async () => repeatable(),
    async send(outgoing) {
      const { url, headers, signal } = outgoing;
      if (size !== undefined) headers.set("Content-Length", String(size));
      let fault: Fault | undefined;
      const pieces = watched(read(), outgoing, (found) => (fault = found));
      const body = streamOf(pieces);
      const request = { method: "POST", headers, body, signal, duplex: "half" };
      return fetch(url, request as RequestInit).catch((error: unknown) => {
        throw fault ? fault.error : error;
      });
    },
  };
};
