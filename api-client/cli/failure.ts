/** What went wrong, for a person at a terminal: one line, and what to do about it. */
import { FileChanged } from "../file.ts";
import { NotSegue, SegueError, ServerAway } from "../errors.ts";
import { type ExitCode, exitCodes } from "./exit-codes.ts";

type Options = {
  readonly hint?: string | undefined;
  readonly code?: ExitCode;
  /** The problem's, where the server said it. */
  readonly type?: string;
  readonly cause?: unknown;
};

export class Failure extends Error {
  override readonly name = "Failure";
  /** What to do. */
  readonly hint: string | undefined;
  readonly code: ExitCode;
  readonly type: string | undefined;
  constructor(message: string, { hint, code = exitCodes.failed, type, cause }: Options = {}) {
    super(message, cause === undefined ? {} : { cause });
    this.hint = hint;
    this.code = code;
    this.type = type;
  }
}

export const usage = (message: string, hint?: string): Failure =>
  new Failure(message, { hint, code: exitCodes.usage });

const tokenHints: Readonly<Record<string, string>> = {
  "token-needed": "Set SEGUE_TOKEN to a token of the server's.",
  "token-wrong": "SEGUE_TOKEN is not a token of this server's. Copy it again from there.",
  "read-only": "SEGUE_TOKEN only reads. Set it to one that writes.",
  "foreign-origin": "The server has no token, so only its own machine may write. Give it one.",
};

const ofProblem = (error: SegueError): Failure => {
  const { problem, slug } = error;
  const isToken = slug in tokenHints;
  return new Failure(problem.title, {
    hint: tokenHints[slug] ?? problem.detail,
    code: isToken ? exitCodes.token : exitCodes.failed,
    type: problem.type,
    cause: error,
  });
};

const ofStranger = (error: NotSegue): Failure =>
  error.status === 413
    ? new Failure("The proxy in front of the server takes no file of this size.", {
        hint: "Raise its limit for bodies (nginx: client_max_body_size).",
        cause: error,
      })
    : new Failure(error.message, {
        hint: "Is SEGUE_URL the address of Segue? `segue doctor` looks closer.",
        code: exitCodes.away,
        cause: error,
      });

type SystemError = Error & { readonly code: string; readonly path?: string };

const systemWords: Readonly<Record<string, readonly [string, string]>> = {
  ENOENT: ["It is not there.", "Check the path."],
  EACCES: ["It may not be opened.", "Check who owns it, and its permissions."],
  EPERM: ["It may not be opened.", "Check who owns it, and its permissions."],
  EISDIR: ["It is a folder.", "Name a file."],
  EEXIST: ["It is there already, and no folder.", "Choose another place."],
  ENOTDIR: ["A part of its path is no folder.", "Check the path."],
  ELOOP: ["It is a link that leads back to itself.", "Remove it, or name what it should lead to."],
  ENAMETOOLONG: ["Its path is too long.", "Move it nearer to the root."],
  ENOSPC: ["The disk is full.", "Free some space."],
  EDQUOT: ["There is no more room for you on the disk.", "Free some space."],
  EROFS: ["The disk cannot be written to.", "Choose another folder."],
  EIO: ["The disk cannot read it.", "Check the disk."],
};

const isSystemError = (error: unknown): error is SystemError =>
  error instanceof Error && typeof (error as { code?: unknown }).code === "string";

const ofSystem = (error: SystemError): Failure => {
  const [message, hint] = systemWords[error.code] ?? [`${error.message}.`, undefined];
  return new Failure(message, { hint, cause: error });
};

/** What the signal of an interrupted program is aborted with. */
export const interruption = (signal: "SIGINT" | "SIGTERM"): Failure =>
  new Failure("Stopped.", {
    code: signal === "SIGINT" ? exitCodes.interrupted : exitCodes.ended,
  });

/** Whatever was thrown. */
export const toFailure = (error: unknown): Failure => {
  if (error instanceof Failure) return error;
  if (error instanceof SegueError) return ofProblem(error);
  if (error instanceof NotSegue) return ofStranger(error);
  if (error instanceof ServerAway)
    return new Failure(error.message, {
      hint: "Is it running, and SEGUE_URL its address? `segue doctor` looks closer.",
      code: exitCodes.away,
      cause: error,
    });
  if (error instanceof FileChanged)
    return new Failure("It has changed while it was read.", {
      hint: "Upload it when nothing writes to it any more.",
      cause: error,
    });
  if (isSystemError(error)) return ofSystem(error);
  const { name, message } = error instanceof Error ? error : new Error(String(error));
  return new Failure(`${name}: ${message}`, { cause: error });
};

export const isInterruption = ({ code }: Failure): boolean =>
  code === exitCodes.interrupted || code === exitCodes.ended;

const full: ReadonlySet<string> = new Set([
  "urn:segue:problem:store-full",
  "urn:segue:problem:quota-reached",
]);

const fullDisk: ReadonlySet<string> = new Set(["ENOSPC", "EDQUOT", "EROFS"]);

const isDisk = ({ cause }: Failure): boolean => isSystemError(cause) && fullDisk.has(cause.code);

/** The file that it is about, where the file system said it. */
export const pathIn = ({ cause }: Failure): string | undefined =>
  isSystemError(cause) ? cause.path : undefined;

/** Nothing else would go better: the server is away, refuses the token, or is full, or the disk here is. */
export const stopsEverything = (failure: Failure): boolean =>
  failure.code === exitCodes.away ||
  failure.code === exitCodes.token ||
  (failure.type !== undefined && full.has(failure.type)) ||
  isDisk(failure) ||
  isInterruption(failure);
