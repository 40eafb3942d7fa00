/** Who may write, and who may read: whoever has a token; without any, whoever sits at this machine and comes from its own pages. */
import { createHash, timingSafeEqual } from "node:crypto";
import type { Request, RequestHandler } from "express";
import { Problem } from "../problem.ts";

const digest = (text: string): Buffer => createHash("sha256").update(text).digest();

const bearerOf = (request: Request): string | undefined =>
  /^Bearer +(\S+) *$/i.exec(request.get("Authorization") ?? "")?.[1];

const challenge = { "WWW-Authenticate": 'Bearer realm="segue"' };

const where = "The server's SEGUE_TOKEN, or its secret segue-token, has it.";

/** Every token is compared, and in constant time, so that answers tell nothing of them. */
const requireToken = (tokens: readonly string[]): RequestHandler => {
  const known = tokens.map(digest);
  return (request, _response, next) => {
    const given = bearerOf(request);
    if (given === undefined)
      throw new Problem("token-needed", {
        detail: `Send "Authorization: Bearer <token>". ${where}`,
        headers: challenge,
      });
    const same = known.filter((token) => timingSafeEqual(token, digest(given)));
    if (same.length === 0)
      throw new Problem("token-wrong", { detail: `Copy it again. ${where}`, headers: challenge });
    next();
  };
};

const localHost = /^(localhost|127(?:\.\d{1,3}){3}|\[::1\])(:\d+)?$/i;

/** The name by which the browser knows this server is a name of this machine: no other page can borrow it. */
const isLocal = (request: Request): boolean => localHost.test(request.get("Host") ?? "");

const isForeign = (request: Request): boolean => {
  const origin = request.get("Origin");
  return origin !== undefined && origin !== `http://${request.get("Host")}`;
};

const requireLocal: RequestHandler = (request, _response, next) => {
  if (!isLocal(request) || isForeign(request))
    throw new Problem("foreign-origin", {
      detail:
        "Without a token, only this machine's own pages and programs may write. Set SEGUE_TOKEN.",
    });
  next();
};

export type Guards = {
  readonly mayWrite: RequestHandler;
  /** Stands before all that a private library shows. */
  readonly mayRead: RequestHandler;
};

const letThrough: RequestHandler = (_request, _response, next) => next();

/** What may be asked for says nothing of what there is. */
const unlessAsked =
  (guard: RequestHandler): RequestHandler =>
  (request, response, next) =>
    request.method === "OPTIONS" ? next() : guard(request, response, next);

type Access = { readonly tokens: readonly string[]; readonly isPrivate: boolean };

/** No token at all is for loopback only: `local` sees to that. */
export const createGuards = ({ tokens, isPrivate }: Access): Guards => {
  const guard = tokens.length > 0 ? requireToken(tokens) : requireLocal;
  return { mayWrite: guard, mayRead: isPrivate ? unlessAsked(guard) : letThrough };
};
