/** Segue's API, typed, for the browser and Node. */
import type { Changes, Problem, Song } from "./contract.ts";

/** What the server refused, and why. */
export class SegueError extends Error {
  override readonly name = "SegueError";
  readonly problem: Problem;
  constructor(problem: Problem) {
    super(problem.detail === undefined ? problem.title : `${problem.title} ${problem.detail}`);
    this.problem = problem;
  }
}

export type ClientOptions = {
  /** Of the crud function, as `https://music.example/function/crud/`. */
  readonly url: string | URL;
  readonly token?: () => string | undefined;
};

export type InsertOptions = {
  readonly filename?: string;
  readonly title?: string;
  readonly artist?: string;
  readonly album?: string;
  readonly signal?: AbortSignal;
};

const problemOf = async (response: Response): Promise<Problem> => {
  const isProblem = response.headers.get("Content-Type")?.startsWith("application/problem+json");
  if (isProblem) return (await response.json()) as Problem;
  const { status } = response;
  return { type: "urn:segue:problem:internal", status, title: `The server answered ${status}.` };
};

export class SegueClient {
  readonly #url: URL;
  readonly #token: () => string | undefined;

  constructor({ url, token = () => undefined }: ClientOptions) {
    this.#url = new URL(url);
    if (!this.#url.pathname.endsWith("/")) this.#url.pathname += "/";
    this.#token = token;
  }

  /** Uploads a song; settles when every byte of it is durable. Rejects with SegueError. */
  async insert(bytes: Blob, options: InsertOptions = {}): Promise<Song> {
    const { signal, ...tags } = options;
    const query = new URLSearchParams(tags);
    const type = bytes.type.startsWith("audio/") ? bytes.type : "application/octet-stream";
    const headers = { "Content-Type": type };
    return this.#json(`songs?${query}`, {
      method: "POST",
      body: bytes,
      headers,
      signal: signal ?? null,
    });
  }

  /** The newest songs. */
  list(limit = 100): Promise<Song[]> {
    return this.#json(`songs?limit=${limit}`);
  }

  get(id: string): Promise<Song> {
    return this.#json(`songs/${id}`);
  }

  /** What changed since the cursor; waits for it up to `wait` seconds. */
  changes(after?: string, wait = 10): Promise<Changes> {
    return this.#json(after === undefined ? "changes" : `changes?after=${after}&wait=${wait}`);
  }

  /** Where a song's chunks are: what its relative URLs are relative to. */
  streamingUrl(song: Song): URL {
    return new URL(song.streaming, this.#url);
  }

  async #json<T>(path: string, init: RequestInit = {}): Promise<T> {
    const headers = new Headers(init.headers);
    const token = this.#token();
    if (token) headers.set("Authorization", `Bearer ${token}`);
    const response = await fetch(new URL(path, this.#url), { ...init, headers });
    if (!response.ok) throw new SegueError(await problemOf(response));
    return (await response.json()) as T;
  }
}
