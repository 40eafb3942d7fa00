/** Whatever is thrown becomes an RFC 9457 problem here, and nowhere else. */
import type { OutgoingHttpHeaders, ServerResponse } from "node:http";
import type { ErrorRequestHandler, RequestHandler, Response } from "express";
import { Problem } from "../problem.ts";
import { StoreAway, StoreFull } from "../store/errors.ts";

const retryAfter = { "Retry-After": "2" };

/** Errors that Express and its body parser throw: https://www.npmjs.com/package/http-errors. */
type HttpError = { readonly status?: number; readonly type?: string };

const ofHttpError = ({ status, type }: HttpError, cause: unknown): Problem | undefined => {
  if (type === "entity.parse.failed")
    return new Problem("malformed-json", { detail: "Send a JSON object.", cause });
  if (type === "entity.too.large") return new Problem("body-too-large", { cause });
  if (type === "charset.unsupported" || type === "encoding.unsupported")
    return new Problem("unsupported-type", { detail: "Send it as plain UTF-8.", cause });
  if (status !== undefined && status >= 400 && status < 500)
    return new Problem("invalid-request", { cause });
  return undefined;
};

const toProblem = (error: unknown): Problem => {
  if (error instanceof Problem) return error;
  if (error instanceof StoreAway) {
    const detail = "Its database does not answer. Try again in a moment.";
    return new Problem("store-away", { detail, headers: retryAfter, cause: error });
  }
  if (error instanceof StoreFull) {
    const detail = "Free some space on the server, then try again.";
    return new Problem("store-full", { detail, cause: error });
  }
  const detail = "Try again. If it stays so, the server's log says more under this request's id.";
  return (
    ofHttpError(error as HttpError, error) ?? new Problem("internal", { detail, cause: error })
  );
};

/** The body of a problem: its members are RFC 9457's, and `errors`. */
export const problemBody = (problem: Problem, instance?: string): string =>
  JSON.stringify({
    type: `urn:segue:problem:${problem.slug}`,
    title: problem.title,
    status: problem.status,
    detail: problem.detail,
    instance,
    errors: problem.errors,
  });

/** Where there is no Express. */
export const refuse = (
  response: ServerResponse,
  problem: Problem,
  headers: OutgoingHttpHeaders = {},
): void => {
  const type = { "Content-Type": "application/problem+json", "Cache-Control": "no-store" };
  response.writeHead(problem.status, { ...type, ...headers });
  response.end(problemBody(problem));
};

const send = (response: Response, problem: Problem): void => {
  const id = response.locals["requestId"] as string | undefined;
  response
    .status(problem.status)
    .set({ "Cache-Control": "no-store", ...problem.headers })
    .type("application/problem+json")
    .send(Buffer.from(problemBody(problem, id && `urn:segue:request:${id}`)));
};

export const answerNotFound: RequestHandler = () => {
  throw new Problem("not-found", { detail: "Check the address." });
};

/** Express knows an error handler by its four parameters. */
export const answerProblem: ErrorRequestHandler = (error: unknown, _request, response, _next) => {
  const problem = toProblem(error);
  response.locals["problem"] = problem;
  if (response.headersSent) response.destroy();
  else if (!response.destroyed) send(response, problem);
};

/** For a path that is there, but not for this method; and for whoever asks which it has. */
export const onlyMethods = (...methods: readonly string[]): RequestHandler => {
  const headers = { Allow: [...new Set([...methods, "OPTIONS"])].join(", ") };
  return (request, response) => {
    if (request.method === "OPTIONS") return void response.status(204).set(headers).end();
    throw new Problem("method-not-allowed", { detail: `Use ${methods.join(", ")}.`, headers });
  };
};
