/** Sends a Blob by XMLHttpRequest, which alone tells a page how much has gone. */
import type { Outgoing, Sender } from "./sender.ts";
import { blobOf, type Source } from "./source.ts";

const headersIn = (request: XMLHttpRequest): Headers => {
  const headers = new Headers();
  for (const line of request.getAllResponseHeaders().split("\r\n").filter(Boolean)) {
    const colon = line.indexOf(":");
    headers.append(line.slice(0, colon), line.slice(colon + 1).trim());
  }
  return headers;
};

const responseOf = (request: XMLHttpRequest): Response => {
  const { status, statusText, responseText, responseURL } = request;
  const response = new Response(responseText, { status, statusText, headers: headersIn(request) });
  // One that is made by hand has no address.
  return Object.defineProperty(response, "url", { value: responseURL });
};

const sendBlob = (body: Blob, outgoing: Outgoing): Promise<Response> =>
  new Promise((resolve, reject) => {
    const { url, headers, signal, onBytes } = outgoing;
    signal.throwIfAborted();
    const request = new XMLHttpRequest();
    const stop = (): void => request.abort();
    signal.addEventListener("abort", stop, { once: true });
    request.open("POST", url);
    for (const [name, value] of headers) request.setRequestHeader(name, value);
    request.upload.addEventListener("progress", ({ loaded }) => onBytes(loaded));
    request.addEventListener("load", () => resolve(responseOf(request)));
    request.addEventListener("abort", () => reject(signal.reason as Error));
    request.addEventListener("error", () => reject(new TypeError("The request failed.")));
    request.addEventListener("loadend", () => signal.removeEventListener("abort", stop));
    request.send(body);
  });

export const xhrSender = (source: Source): Sender => {
  let gathered: Promise<Blob> | undefined;
  const blob = (): Promise<Blob> => (gathered ??= blobOf(source));
  return {
    size: source instanceof Blob ? source.size : undefined,
    async repeatable() {
      await (await blob()).slice(0, 1).arrayBuffer();
      return true;
    },
    async send(outgoing) {
      outgoing.onRead();
      const body = await blob();
      // Its events lag behind what has gone.
      outgoing.onWhole();
      outgoing.onBytes(0);
      return sendBlob(body, outgoing);
    },
  };
};
