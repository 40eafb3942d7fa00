/** Bodies that are refused before they are read. */
import type { RequestHandler } from "express";

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

/** Tells a sender that waits to be asked that its body is wanted: after whatever may refuse it. */
export const askForBody: RequestHandler = (request, response, next) => {
  if (/^100-continue$/i.test(request.get("Expect") ?? "")) response.writeContinue();
  next();
};
