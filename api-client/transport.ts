/** Requests: their address, their token, their end, and another try where that does no harm. */
import { checked, json } from "./answers.ts";
import { ServerAway } from "./errors.ts";
import { mayPass, retrying } from "./retry.ts";

export type Token = string | undefined | (() => string | undefined);

export type ClientOptions = {
  /** Of the crud function, as `https://music.example/function/crud/`. */
  readonly url: string | URL;
  /** For writing. A function is asked anew at every request. */
  readonly token?: Token;
  /** ms for which what fails is tried again; 0: never. */
  readonly retryFor?: number;
};

export type Call = {
  readonly path: string;
  readonly query?: object | undefined;
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Blob;
  readonly signal?: AbortSignal | undefined;
  /** ms until the answer must be here. */
  readonly patience?: number;
  /** The answer needs only to begin in that time. */
  readonly streamed?: boolean;
  /** False: it is sent again only where it certainly did not get there. */
  readonly repeatable?: boolean;
  /** ms; the client's, where it is not given. */
  readonly retryFor?: number;
  /** It is about to be sent again. */
  readonly onRetry?: () => void;
};

type Work<T> = (signal: AbortSignal, begun: () => void) => Promise<T>;

export type Transport = {
  readonly retryFor: number;
  /** Ends in a slash. */
  readonly base: URL;
  address(path: string, query?: object): URL;
  /** With the token. */
  headers(headers?: Readonly<Record<string, string>>): Headers;
  /** One good answer, read. Rejects with SegueError, ServerAway, NotSegue, or the signal's reason. */
  call<T>(call: Call, read: (response: Response) => Promise<T>): Promise<T>;
  json<T>(call: Call): Promise<T>;
};

const defaultRetryFor = 10_000;
const defaultPatience = 30_000;

/** Codes of Node's for a connection that was never made. */
const unsent =
  /^(ECONNREFUSED|EAI_AGAIN|ENOTFOUND|EHOSTUNREACH|ENETUNREACH|UND_ERR_CONNECT_TIMEOUT)$/;

const causeOf = (error: unknown): { code?: string; message?: string } | undefined =>
  (error as { cause?: { code?: string; message?: string } }).cause;

/** What fetch rejects with says little; its cause, in Node, says more. */
export const toAway = (error: unknown, origin: string): unknown => {
  if (!(error instanceof TypeError)) return error;
  const { code, message } = causeOf(error) ?? {};
  const why = code ?? message;
  return new ServerAway(`No answer from ${origin}${why === undefined ? "" : ` (${why})`}.`, {
    unsent: unsent.test(code ?? ""),
    cause: error,
  });
};

/** Gives up after so many ms, unless it has begun by then. */
const within = async <T>(
  patience: number,
  outer: AbortSignal | undefined,
  work: Work<T>,
): Promise<T> => {
  const ending = new AbortController();
  const giveUp = (): void =>
    ending.abort(new ServerAway(`No answer within ${Math.round(patience / 1000)} s.`));
  const timer = setTimeout(giveUp, patience);
  const signal = outer ? AbortSignal.any([outer, ending.signal]) : ending.signal;
  try {
    return await work(signal, () => clearTimeout(timer));
  } finally {
    clearTimeout(timer);
  }
};

const asParameters = (query: object): URLSearchParams => {
  const given = Object.entries(query).filter(([, value]) => value !== undefined);
  return new URLSearchParams(given.map(([name, value]) => [name, String(value)]));
};

export const createTransport = (options: ClientOptions): Transport => {
  const { token, retryFor: usual = defaultRetryFor } = options;
  const base = new URL(options.url);
  if (!base.pathname.endsWith("/")) base.pathname += "/";

  const address = (path: string, query: object = {}): URL => {
    const url = new URL(path, base);
    url.search = asParameters(query).toString();
    return url;
  };

  const headers: Transport["headers"] = (given = {}) => {
    const made = new Headers(given);
    const value = typeof token === "function" ? token() : token;
    if (value) made.set("Authorization", `Bearer ${value}`);
    return made;
  };

  const call = <T>(
    {
      path,
      query,
      patience = defaultPatience,
      streamed,
      repeatable = true,
      retryFor = usual,
      onRetry,
      signal,
      ...init
    }: Call,
    read: (response: Response) => Promise<T>,
  ): Promise<T> => {
    const url = address(path, query);
    const once = (): Promise<T> =>
      within(patience, signal, async (stop, begun) => {
        const request = { ...init, headers: headers(init.headers), signal: stop };
        try {
          const response = await fetch(url, request);
          if (streamed) begun();
          return await read(await checked(response));
        } catch (error) {
          throw toAway(error, url.origin);
        }
      });
    return retrying(once, {
      within: retryFor,
      signal,
      again(error, failures) {
        const unheard = error instanceof ServerAway && error.unsent;
        const may = mayPass(error, failures) && (repeatable || unheard);
        if (may) onRetry?.();
        return may;
      },
    });
  };

  return {
    retryFor: usual,
    base,
    address,
    headers,
    call,
    json: <T>(request: Call) => call(request, json<T>),
  };
};
