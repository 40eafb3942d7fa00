/** Answers that nobody fetches: each holds its bytes in memory. What they may hold, and for how long, is bounded. */
import type { ServerResponse } from "node:http";
import type { Crowd } from "../core/limits.ts";

/** To be called when the whole answer was given to Node. */
export type WatchUnread = (response: ServerResponse) => void;

export const createUnread = ({ unreadBytes, unreadFor }: Crowd): WatchUnread => {
  /** To their bytes, those first that have been at it for longest. */
  const unread = new Map<ServerResponse, number>();
  let bytes = 0;

  const forget = (response: ServerResponse): void => {
    bytes -= unread.get(response) ?? 0;
    unread.delete(response);
  };

  return (response) => {
    const length = response.writableLength;
    if (length === 0) return;
    unread.set(response, length);
    bytes += length;
    response.once("close", () => forget(response));
    // Node ends a connection on which nothing moves for so long, and takes the time back after the answer.
    response.socket?.setTimeout(unreadFor);
    for (const [slowest] of unread) {
      if (bytes <= unreadBytes) break;
      forget(slowest);
      slowest.destroy();
    }
  };
};
