/** Answers: what is good in them, or the error that they stand for. */
import type { Problem } from "./contract.ts";
import { NotSegue, SegueError, ServerAway } from "./errors.ts";

/** A gateway's, a proxy's or the watchdog's way to say that the function is away or busy. */
const away: ReadonlySet<number> = new Set([429, 502, 503, 504]);

const typeOf = (response: Response): string =>
  response.headers.get("Content-Type")?.split(";")[0]?.trim().toLowerCase() ?? "";

/** ms; RFC 9110, 10.2.3: seconds or a date. */
const retryAfterOf = (response: Response): number | undefined => {
  const text = response.headers.get("Retry-After");
  if (text === null || text.trim() === "") return undefined;
  const ms = /^\d+$/.test(text.trim()) ? Number(text) * 1000 : Date.parse(text) - Date.now();
  return Number.isNaN(ms) ? undefined : Math.max(0, ms);
};

const strange = (response: Response, what: string, cause?: unknown): NotSegue =>
  new NotSegue(
    `${new URL(response.url).origin} does not answer as Segue does: ${what}.`,
    response.status,
    cause,
  );

const jsonIn = async (response: Response): Promise<unknown> => {
  const text = await response.text();
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw strange(response, `broken JSON (${response.status})`, cause);
  }
};

const isProblem = (value: unknown): value is Problem =>
  String((value as Problem | null)?.type).startsWith("urn:segue:problem:");

const refusal = async (response: Response): Promise<Error> => {
  const { status } = response;
  const retryAfter = retryAfterOf(response);
  if (typeOf(response) === "application/problem+json") {
    const problem = await jsonIn(response);
    if (isProblem(problem)) return new SegueError(problem, retryAfter);
  } else await response.body?.cancel();
  if (away.has(status))
    return new ServerAway(`The proxy in front of Segue answered ${status}.`, { retryAfter });
  return strange(response, `${status} ${typeOf(response)}`.trim());
};

/** The answer if it is a good one. Throws SegueError, ServerAway, NotSegue. */
export const checked = async (response: Response): Promise<Response> => {
  if (response.ok) return response;
  throw await refusal(response);
};

/** Its body. Throws NotSegue where that is no JSON: a proxy's page comes with a 200, too. */
export const json = async <T>(response: Response): Promise<T> => {
  if (typeOf(response) !== "application/json") {
    await response.body?.cancel();
    throw strange(response, `${response.status} ${typeOf(response)}`.trim());
  }
  return (await jsonIn(response)) as T;
};
