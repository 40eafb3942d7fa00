import type { RequestHandler } from "express";

/** Any page may read. */
export const readableByAnyone = {
  "Access-Control-Allow-Origin": "*",
  "Access-Control-Expose-Headers": "Link, X-Total-Count, X-Call-Id, ETag, Content-Range",
  "X-Content-Type-Options": "nosniff",
};

/** None but our own pages may write. */
export const anyoneReads: RequestHandler = (request, response, next) => {
  if (request.method === "GET" || request.method === "HEAD") response.set(readableByAnyone);
  next();
};
