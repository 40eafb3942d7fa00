/** The file as it was uploaded. */
import type { Transport } from "./transport.ts";

export type OriginalOptions = {
  /** Leaves out so many bytes, which are there already. */
  readonly from?: number;
  /** The `etag` that they are of: where the file is another now, it comes whole. */
  readonly etag?: string;
  readonly signal?: AbortSignal | undefined;
};

export type OriginalFile = {
  readonly body: ReadableStream<Uint8Array>;
  /** Where in the file the body begins. */
  readonly from: number;
  /** Bytes of the whole file. */
  readonly size: number;
  readonly type: string;
  readonly etag?: string;
};

const startIn = (response: Response): number =>
  Number(/^bytes (\d+)-/.exec(response.headers.get("Content-Range") ?? "")?.[1] ?? 0);

const ofResponse = async (response: Response): Promise<OriginalFile> => {
  const { headers, body } = response;
  const from = startIn(response);
  const etag = headers.get("ETag");
  return {
    body: body ?? new Blob([]).stream(),
    from,
    size: from + Number(headers.get("Content-Length")),
    type: headers.get("Content-Type") ?? "application/octet-stream",
    ...(etag !== null && { etag }),
  };
};

export const fetchOriginal = (
  transport: Transport,
  path: string,
  { from = 0, etag, signal }: OriginalOptions,
): Promise<OriginalFile> => {
  const headers = {
    ...(from > 0 && { Range: `bytes=${from}-` }),
    ...(from > 0 && etag !== undefined && { "If-Range": etag }),
  };
  return transport.call({ path, headers, signal, streamed: true }, ofResponse);
};
