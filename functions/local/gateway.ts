/** The paths of the OpenFaaS gateway, in one process: `/function/<name>/rest` reaches the function as `/rest`. */
import type { IncomingMessage, RequestListener, ServerResponse } from "node:http";
import { refuse } from "../core/http/problems.ts";
import { Problem } from "../core/problem.ts";

const redirect = (response: ServerResponse, location: string): void => {
  response.writeHead(302, { Location: location }).end();
};

const prefix = "/function/";

/** Of the first of its characters that is no part of a name. */
const endOfName = (url: string): number => {
  for (let end = prefix.length; end < url.length; end++)
    if (url[end] === "/" || url[end] === "?") return end;
  return url.length;
};

export const createGateway = (functions: ReadonlyMap<string, RequestListener>): RequestListener => {
  const call = (request: IncomingMessage, response: ServerResponse): void => {
    const { url = "/" } = request;
    const end = url.startsWith(prefix) ? endOfName(url) : 0;
    const name = url.slice(prefix.length, end);
    const rest = url.slice(end);
    const listener = functions.get(name);
    if (listener) {
      // The player's addresses are relative to its folder.
      if (name === "player" && !rest.startsWith("/"))
        return redirect(response, "/function/player/");
      Object.assign(request, { url: rest.startsWith("/") ? rest : `/${rest}`, originalUrl: url });
      listener(request, response);
    } else if (url.split("?")[0] === "/") redirect(response, "/function/player/");
    else
      refuse(response, new Problem("not-found", { detail: "The player is at /function/player/." }));
  };
  return call;
};
