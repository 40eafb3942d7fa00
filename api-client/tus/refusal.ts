/** What tus-js-client fails with, as the client says it. */
import type { DetailedError } from "tus-js-client";
import { checked } from "../answers.ts";
import { ServerAway } from "../errors.ts";
import { toAway } from "../transport.ts";

/** The upload is not there any more: it has expired, or was deleted. */
export class UploadGone extends Error {
  override readonly name = "UploadGone";
}

/** Whoever asks by HEAD is not told why: there is no body. */
export class Unexplained extends Error {
  override readonly name = "Unexplained";
}

const isDetailed = (error: Error): error is DetailedError => "originalRequest" in error;

const ofHead = (status: number): Error => {
  if (status === 404 || status === 410) return new UploadGone();
  if (status === 401 || status === 403) return new Unexplained();
  return new ServerAway(`The server answered ${status}.`);
};

/** The error that a failed upload stands for: SegueError, ServerAway, NotSegue, UploadGone, Unexplained. */
export const refusalIn = async (error: Error): Promise<unknown> => {
  if (!isDetailed(error)) return error;
  const { originalRequest, originalResponse, causingError } = error;
  const url = originalRequest.getURL();
  if (!originalResponse)
    return toAway(new TypeError(error.message, { cause: causingError }), new URL(url).origin);
  const status = originalResponse.getStatus();
  if (originalRequest.getMethod() === "HEAD" && status >= 400) return ofHead(status);
  const headers = new Headers();
  for (const name of ["Content-Type", "Retry-After"]) {
    const value = originalResponse.getHeader(name);
    if (value !== undefined && value !== null) headers.set(name, value);
  }
  if (status < 200 || status > 599) return new ServerAway(`The server answered ${status}.`);
  const body = status === 204 ? null : originalResponse.getBody();
  const response = new Response(body, { status, headers });
  // One that is made by hand has no address.
  Object.defineProperty(response, "url", { value: url });
  return checked(response).then(
    () => new ServerAway("The server's answer is not tus."),
    (refused: unknown) => refused,
  );
};
