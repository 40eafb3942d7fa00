/** Bodies that are refused before they are read. */
import type { RequestHandler } from "express";
import { Problem } from "../problem.ts";

const mostBytes = 8 * 1024 * 1024;
const longest = 5_000;

/**
 * A sender that is still writing when it is refused must be able to read the answer: for a while what it writes is
 * read and thrown away; then the connection is closed.
 */
export const drainRefused: RequestHandler = (request, response, next) => {
  response.once("finish", () => {
    if (request.complete) return;
    let rest = mostBytes;
    const giveUp = (): void => void request.destroy();
    const timer = setTimeout(giveUp, longest);
    request.on("data", (bytes: Buffer) => {
      rest -= bytes.length;
      if (rest < 0) giveUp();
    });
    request.on("error", () => {});
    request.once("close", () => clearTimeout(timer));
    request.resume();
  });
  next();
};

/** ms: a sender of a small body that sends nothing for so long is gone. */
const longestSilence = 10_000;

/** What a parser makes of the body, unless its sender falls silent. Throws Problem: request-stalled, and as it does. */
export const inTime =
  (parser: RequestHandler): RequestHandler =>
  (request, response, next) => {
    const stalled = new Problem("request-stalled", {
      detail: `Nothing came for ${longestSilence / 1000} s. Send it again.`,
      headers: { Connection: "close" },
    });
    const timer = setTimeout(() => end(stalled), longestSilence);
    let ended = false;
    const end = (error?: unknown): void => {
      clearTimeout(timer);
      if (!ended) next(error);
      ended = true;
    };
    void parser(request, response, end);
    request.on("data", () => timer.refresh());
  };

/** Tells a sender that waits to be asked that its body is wanted: after whatever may refuse it. */
export const askForBody: RequestHandler = (request, response, next) => {
  if (/^100-continue$/i.test(request.get("Expect") ?? "")) response.writeContinue();
  next();
};
