/** `/shares` and `/shared`. */
import { z } from "zod";
import type { ZodOpenApiPathsObject } from "zod-openapi";
import { NewShare, Share, Shared, ShareRequest, SongId } from "../contract.ts";
import { answers, json, token } from "./answers.ts";

export const sharePaths: ZodOpenApiPathsObject = {
  "/shares": {
    get: {
      operationId: "listShares",
      summary: "Links that are valid, the newest first",
      security: token,
      responses: answers({ 200: json(z.array(Share), "At most 200.") }, 401, 403),
    },
    post: {
      operationId: "makeShare",
      summary: "A link to one song or one album, for those who have no token",
      security: token,
      requestBody: { required: true, content: { "application/json": { schema: ShareRequest } } },
      responses: answers(
        {
          201: {
            ...json(NewShare, "The secret is told this once."),
            headers: z.object({ Location: z.string() }),
          },
        },
        ...([400, 401, 403, 404, 408, 410, 413, 415, 507] as const),
      ),
    },
  },
  "/shares/{id}": {
    delete: {
      operationId: "removeShare",
      summary: "Take a link back",
      security: token,
      requestParams: { path: z.object({ id: SongId }) },
      responses: answers(
        { 204: { description: "It opens nothing any more." } },
        400,
        401,
        403,
        404,
      ),
    },
  },
  "/shared": {
    get: {
      operationId: "openShare",
      summary: "What a link opens; its secret is sent as a token is",
      security: [{ share: [] }],
      responses: answers({ 200: json(Shared, "The song, or the album's songs.") }, 401, 410),
    },
  },
};
