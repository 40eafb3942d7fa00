/** Everything that can go wrong for a user: one form for HTTP answers (RFC 9457) and for the reason of a failed song. */
import type { Reason } from "./song/song.ts";

/** Status and title by slug; the wire's `type` is `urn:segue:problem:<slug>`. */
export const problems = {
  "invalid-request": [400, "This request is not as it should be."],
  "malformed-json": [400, "This is not valid JSON."],
  "empty-upload": [400, "The file is empty."],
  "token-needed": [401, "This needs a token."],
  "token-wrong": [401, "That token didn't work."],
  "foreign-origin": [403, "This page may not do that."],
  "read-only": [403, "This token only reads."],
  "signature-wrong": [403, "This address is not valid."],
  "signature-expired": [403, "This address has expired."],
  "not-found": [404, "There is nothing here."],
  "unknown-song": [404, "There is no such song."],
  "unknown-upload": [404, "There is no such upload."],
  "unknown-album": [404, "There is no such album."],
  "unknown-share": [404, "There is no such link."],
  "method-not-allowed": [405, "That cannot be done here."],
  "request-stalled": [408, "The request came to a halt."],
  "upload-stalled": [408, "The upload came to a halt."],
  "song-busy": [409, "This song is being prepared."],
  "upload-conflict": [409, "Two uploads of this song disagree."],
  "upload-elsewhere": [409, "The upload is not at that place."],
  "key-in-use": [409, "The same upload is still under way."],
  "song-deleted": [410, "This song was deleted."],
  "original-gone": [410, "The file of this song was not kept."],
  "upload-gone": [410, "This upload was given up."],
  "cursor-expired": [410, "Too much has changed since."],
  "share-gone": [410, "This link leads nowhere any more."],
  "song-changed": [412, "Someone changed this song meanwhile."],
  "tus-version": [412, "This version of tus is not spoken here."],
  "condition-failed": [412, "This is not what it was."],
  "body-too-large": [413, "This is too large."],
  "file-too-large": [413, "This file is larger than Segue takes."],
  "picture-too-large": [413, "This picture is too large."],
  "unsupported-type": [415, "This kind of content is not taken."],
  "not-audio": [415, "No sound found in this file."],
  "not-picture": [415, "This is no picture that Segue takes."],
  "range-beyond-end": [416, "It is not that long."],
  "no-sound": [422, "No sound found in this file."],
  video: [422, "This is a video."],
  unreadable: [422, "This file cannot be read."],
  truncated: [422, "This file ends too early."],
  "too-long": [422, "This is longer than Segue takes."],
  "too-slow": [422, "Preparing this song takes too long."],
  "too-complex": [422, "Preparing this song takes too much memory."],
  "too-much-output": [422, "This song becomes too large."],
  "unreadable-picture": [422, "This picture cannot be read."],
  "upload-interrupted": [422, "The upload broke off."],
  "upload-mismatch": [422, "This file is not the one that was announced."],
  "too-many-tries": [429, "Too many wrong tokens came from here."],
  "header-too-large": [431, "This request is too long."],
  internal: [500, "Something went wrong on the server."],
  "preparation-failed": [500, "The server could not prepare this song."],
  leaving: [503, "This replica is about to end."],
  overloaded: [503, "The server has too much to do."],
  "store-away": [503, "The library cannot be reached."],
  "store-full": [507, "The server is full."],
  "quota-reached": [507, "The library is full."],
} as const satisfies Record<string, readonly [number, string]>;

export type ProblemSlug = keyof typeof problems;

export type FieldError = { readonly field: string; readonly message: string };

type Options = {
  /** What to do about it. */
  readonly detail?: string;
  readonly errors?: readonly FieldError[];
  readonly headers?: Readonly<Record<string, string>>;
  readonly cause?: unknown;
};

export class Problem extends Error {
  override readonly name = "Problem";
  readonly slug: ProblemSlug;
  readonly status: number;
  readonly title: string;
  readonly detail: string | undefined;
  readonly errors: readonly FieldError[] | undefined;
  readonly headers: Readonly<Record<string, string>>;

  constructor(slug: ProblemSlug, { detail, errors, headers = {}, cause }: Options = {}) {
    const [status, title] = problems[slug];
    super(
      detail === undefined ? title : `${title} ${detail}`,
      cause === undefined ? {} : { cause },
    );
    this.slug = slug;
    this.status = status;
    this.title = title;
    this.detail = detail;
    this.errors = errors;
    this.headers = headers;
  }

  /** As it is stored with a song that failed. */
  get reason(): Reason {
    const { slug, title, status, detail } = this;
    return { type: `urn:segue:problem:${slug}`, title, status, ...(detail && { detail }) };
  }
}

/** The problem that a failed song's reason tells of. */
export const problemOf = ({ type, detail }: Reason): Problem =>
  new Problem(type.split(":").at(-1) as ProblemSlug, detail === undefined ? {} : { detail });
