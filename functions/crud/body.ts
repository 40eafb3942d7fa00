/** The bytes of a file in a request. */
import type { Request } from "express";
import { Problem } from "../core/problem.ts";

/** ms: a sender that sends nothing for so long is gone. */
const longestSilence = 30_000;

const acceptable = /^(audio\/[\w.+-]+|application\/octet-stream)$/;

/** The type without its parameters, where it is one of sound, or of anything. */
export const audioType = (contentType: string): string | undefined => {
  const type = contentType.split(";")[0]?.trim().toLowerCase() ?? "";
  return acceptable.test(type) ? type : undefined;
};

export const lengthOf = (request: Request): number | undefined => {
  const length = Number(request.get("Content-Length"));
  return Number.isSafeInteger(length) && length > 0 ? length : undefined;
};

export const tooLarge = (largest: number): Problem =>
  new Problem("file-too-large", {
    detail: `The limit is ${largest / 1e9} GB. Cut it into parts, or raise SEGUE_MAX_FILE_GB.`,
  });

const silent = (): Problem =>
  new Problem("upload-stalled", {
    detail: `Nothing came for ${longestSilence / 1000} s. Upload the file again.`,
  });

/** The next piece. Throws Problem: upload-stalled, when it is too long in coming. */
const nextOf = <T>(pieces: AsyncIterator<T>): Promise<IteratorResult<T>> => {
  const late = Promise.withResolvers<never>();
  const timer = setTimeout(() => late.reject(silent()), longestSilence);
  return Promise.race([pieces.next(), late.promise]).finally(() => clearTimeout(timer));
};

const interrupted = (cause: unknown): Problem =>
  new Problem("upload-interrupted", { detail: "Upload the file again.", cause });

/** The body, unless its sender falls silent. */
export async function* bodyOf(request: Request): AsyncGenerator<Uint8Array> {
  // Whoever is refused shall still be able to read why: the request is not to be destroyed then.
  const pieces: AsyncIterator<Buffer> = request.iterator({ destroyOnReturn: false });
  let waits = false;
  try {
    for (;;) {
      waits = true;
      const { done, value } = await nextOf(pieces);
      waits = false;
      if (done === true) return;
      yield value;
    }
  } catch (error) {
    throw error instanceof Problem ? error : interrupted(error);
  } finally {
    // Else what still comes is not read away; but behind a piece that never comes it would wait for ever.
    if (!waits) await pieces.return?.();
  }
}

/** The bytes, unless there are more than so many: then `problem` is thrown before the first too much. */
export async function* atMost(
  most: number,
  bytes: AsyncIterable<Uint8Array>,
  problem: Problem,
): AsyncGenerator<Uint8Array> {
  let length = 0;
  for await (const piece of bytes) {
    length += piece.length;
    if (length > most) throw problem;
    yield piece;
  }
}
