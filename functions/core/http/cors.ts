import type { RequestHandler } from "express";

/** Any page may read; none but our own may write. */
export const anyoneReads: RequestHandler = (request, response, next) => {
  if (request.method === "GET" || request.method === "HEAD")
    response.set({
      "Access-Control-Allow-Origin": "*",
      "Access-Control-Expose-Headers": "Link, X-Total-Count, X-Call-Id, ETag, Content-Range",
    });
  next();
};
