/** Who may write, and who may read: whoever has a token; without any, whoever sits at this machine and comes from its own pages. */
import { createHash, timingSafeEqual } from "node:crypto";
import type { Request, RequestHandler, Response } from "express";
import { Problem } from "../problem.ts";
import { clientNetwork } from "./client-address.ts";
import type { Tries } from "./tries.ts";

export type Tokens = {
  readonly tokens: readonly string[];
  /** These only read. */
  readonly readTokens: readonly string[];
};

const digest = (text: string): Buffer => createHash("sha256").update(text).digest();

export const bearerOf = (request: Request): string | undefined =>
  /^Bearer +(\S+) *$/i.exec(request.get("Authorization") ?? "")?.[1];

const challenge = { "WWW-Authenticate": 'Bearer realm="segue"' };

const where = "The server's SEGUE_TOKEN, or its secret segue-token, has it.";

/** `what`: is to be sent. */
export const tokenNeeded = (what: string): Problem =>
  new Problem("token-needed", {
    detail: `Send "Authorization: Bearer <token>". ${what}`,
    headers: challenge,
  });

export type Access = "write" | "read";

type Known = { readonly access: Access; readonly digest: Buffer };

/** What the token may do. Every known one is compared, and in constant time, so that answers tell nothing of them. */
const createAccess = ({ tokens, readTokens }: Tokens, tries: Tries) => {
  const knownAs = (access: Access, list: readonly string[]): Known[] =>
    list.map((token) => ({ access, digest: digest(token) }));
  const known = [...knownAs("write", tokens), ...knownAs("read", readTokens)];

  return (request: Request): Access => {
    const given = bearerOf(request);
    if (given === undefined) throw tokenNeeded(where);
    const address = clientNetwork(request);
    tries.check(address);
    const sent = digest(given);
    const same = known.filter((token) => timingSafeEqual(token.digest, sent));
    if (same.some(({ access }) => access === "write")) return "write";
    if (same.length > 0) return "read";
    tries.failed(address, given);
    throw new Problem("token-wrong", { detail: `Copy it again. ${where}`, headers: challenge });
  };
};

const localHost = /^(localhost|127(?:\.\d{1,3}){3}|\[::1\])(:\d+)?$/i;

/** The name by which the browser knows this server is a name of this machine: no other page can borrow it. */
const isLocal = (request: Request): boolean => localHost.test(request.get("Host") ?? "");

const isForeign = (request: Request): boolean => {
  const origin = request.get("Origin");
  return origin !== undefined && origin !== `http://${request.get("Host")}`;
};

const requireLocal = (request: Request): void => {
  if (!isLocal(request) || isForeign(request))
    throw new Problem("foreign-origin", {
      detail:
        "Without a token, only this machine's own pages and programs may write. Set SEGUE_TOKEN.",
    });
};

export type Guards = {
  readonly mayWrite: RequestHandler;
  /** Stands before all that a private library shows. */
  readonly mayRead: RequestHandler;
  /** For whoever has a token, of whatever kind. Says which in `accessOf`. */
  readonly isKnown: RequestHandler;
};

export const accessOf = ({ locals }: Response): Access => locals["access"] as Access;

const letThrough: RequestHandler = (_request, _response, next) => next();

/** What may be asked for says nothing of what there is. */
const unlessAsked =
  (guard: RequestHandler): RequestHandler =>
  (request, response, next) =>
    request.method === "OPTIONS" ? next() : guard(request, response, next);

const onlyReads = (): Problem =>
  new Problem("read-only", { detail: "To add, change or delete, use one of SEGUE_TOKEN's." });

type Options = Tokens & { readonly isPrivate: boolean };

/** No token at all is for loopback only: `local` sees to that. */
export const createGuards = (options: Options, tries: Tries): Guards => {
  const fromToken = createAccess(options, tries);
  const accessIn = (request: Request): Access => {
    if (options.tokens.length > 0) return fromToken(request);
    requireLocal(request);
    return "write";
  };
  const isKnown: RequestHandler = (request, response, next) => {
    response.locals["access"] = accessIn(request);
    next();
  };
  return {
    isKnown,
    mayWrite(request, _response, next) {
      if (accessIn(request) !== "write") throw onlyReads();
      next();
    },
    mayRead: options.isPrivate ? unlessAsked(isKnown) : letThrough,
  };
};
