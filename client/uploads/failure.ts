/** What an upload's failure means: whether it mends itself, and what to say where it does not. */
import type { Problem, ProblemSlug } from "../../api-client/contract.ts";
import { NotSegue, SegueError } from "../../api-client/errors.ts";
import type { Remedy, UploadState } from "./upload.ts";

type Failed = Extract<UploadState, { is: "failed" }>;

/** What to do: wait for the server, ask for a token, or give up and say why. */
export type Verdict = "wait" | "sign-in" | Failed;

const slugOf = ({ type }: Problem): ProblemSlug => type.split(":").at(-1) as ProblemSlug;

const full = "The server is full. Free some space, then resume.";

/** Sentences of the brief; other problems bring their own. */
const sentences: Partial<Record<ProblemSlug, (name: string) => string>> = {
  "not-audio": (name) => `No sound found in “${name}”.`,
  "no-sound": (name) => `No sound found in “${name}”.`,
  "empty-upload": (name) => `“${name}” is empty.`,
  "store-full": () => full,
  "quota-reached": () => full,
};

/** These are about what was sent, and sending it again changes nothing. */
const aboutTheFile: ReadonlySet<ProblemSlug> = new Set([
  "not-audio",
  "no-sound",
  "empty-upload",
  "video",
  "unreadable",
  "truncated",
  "too-long",
]);

const noRoom: ReadonlySet<ProblemSlug> = new Set(["store-full", "quota-reached"]);

/** The line or the server broke off: nobody's fault, and it passes. */
const passing: ReadonlySet<ProblemSlug> = new Set([
  "upload-interrupted",
  "upload-stalled",
  "upload-elsewhere",
  "key-in-use",
  "store-away",
  "internal",
]);

const remedyFor = (slug: ProblemSlug): Remedy => {
  if (aboutTheFile.has(slug)) return "replace";
  return noRoom.has(slug) ? "resume" : "again";
};

export const failedBy = (problem: Problem, name: string): Failed => {
  const slug = slugOf(problem);
  const own = [problem.title, problem.detail].filter(Boolean).join(" ");
  return {
    is: "failed",
    text: sentences[slug]?.(name) ?? own,
    remedy: remedyFor(slug),
    type: problem.type,
  };
};

export const emptyFile = (name: string): Failed => ({
  is: "failed",
  text: `“${name}” is empty.`,
  remedy: "replace",
  type: undefined,
});

/** The file could not be read from this device: moved, or changed since it was chosen. */
export const unreadable = (name: string): Failed => ({
  is: "failed",
  text: `“${name}” cannot be read any more. Was it moved?`,
  remedy: "replace",
  type: undefined,
});

const notTheServer: Failed = {
  is: "failed",
  text: "Something else answered instead of your server.",
  remedy: "again",
  type: undefined,
};

/** Of what sending it was rejected with. */
export const judge = (error: unknown, name: string): Verdict => {
  // A proxy's own page: its 502 passes, its 413 does not.
  if (error instanceof NotSegue && error.status < 500) return notTheServer;
  if (!(error instanceof SegueError)) return "wait";
  const { problem, slug } = error;
  if (problem.status === 401 || slug === "read-only") return "sign-in";
  return passing.has(slug) ? "wait" : failedBy(problem, name);
};
