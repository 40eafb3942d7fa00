/** What can come of a request instead of its answer. */
import type { Problem, ProblemSlug } from "./contract.ts";

/** The server refused, and says why. */
export class SegueError extends Error {
  override readonly name = "SegueError";
  readonly problem: Problem;
  /** The last word of the problem's type, as `song-deleted`. */
  readonly slug: ProblemSlug;
  /** ms to wait before trying again, where the server said so. */
  readonly retryAfter: number | undefined;
  constructor(problem: Problem, retryAfter?: number) {
    super(problem.detail === undefined ? problem.title : `${problem.title} ${problem.detail}`);
    this.problem = problem;
    this.slug = problem.type.slice("urn:segue:problem:".length) as ProblemSlug;
    this.retryAfter = retryAfter;
  }
}

type AwayOptions = {
  readonly unsent?: boolean;
  readonly retryAfter?: number | undefined;
  readonly cause?: unknown;
};

/** Nobody answered, or only the proxy in front of a server that is not there. */
export class ServerAway extends Error {
  override readonly name = "ServerAway";
  /** The request certainly did not get there. */
  readonly unsent: boolean;
  /** ms. */
  readonly retryAfter: number | undefined;
  constructor(message: string, { unsent = false, retryAfter, cause }: AwayOptions = {}) {
    super(message, cause === undefined ? {} : { cause });
    this.unsent = unsent;
    this.retryAfter = retryAfter;
  }
}

/** Something answered that is not Segue: a wrong address, or the page of a proxy. */
export class NotSegue extends Error {
  override readonly name = "NotSegue";
  readonly status: number;
  constructor(message: string, status: number, cause?: unknown) {
    super(message, cause === undefined ? {} : { cause });
    this.status = status;
  }
}

/** As the server says it of an id that it does not know. */
export const unknownSong = (): SegueError =>
  new SegueError({
    type: "urn:segue:problem:unknown-song",
    status: 404,
    title: "There is no such song.",
    detail: "Check its id.",
  });
