/** What the paths of the OpenAPI document share. */
import type { z } from "zod";
import type { ZodOpenApiResponseObject } from "zod-openapi";
import { Problem } from "../contract.ts";

export const json = (schema: z.ZodType, description: string): ZodOpenApiResponseObject => ({
  description,
  content: { "application/json": { schema } },
});

const problem = (description: string): ZodOpenApiResponseObject => ({
  description,
  content: { "application/problem+json": { schema: Problem } },
});

const descriptions = {
  400: "The request is not as it should be; `errors` says where.",
  401: "A token is needed, or the one sent is unknown.",
  403: "The token only reads; or there is none, and then only this machine's own pages may write.",
  404: "There is no such song.",
  408: "The upload came to a halt.",
  409: "Not now: the song, or another upload of it, is busy; or the upload is at another place.",
  410: "It was deleted or given up, or the cursor is too old.",
  412: "Someone changed the song meanwhile, or this version of tus is not spoken.",
  413: "The body or the file is too large.",
  415: "This kind of content is not taken, or has no sound in it.",
  422: "The file cannot be made into a song, or the picture into a cover.",
  429: "Too many wrong tokens came from there; Retry-After says when to try again.",
  431: "The address or the headers are too long.",
  500: "A fault of the server.",
  503: "The library cannot be reached; Retry-After says when to try again.",
  507: "The server is full.",
} as const;

type ProblemStatus = keyof typeof descriptions;

const always = [431, 500, 503] as const;

export const answers = (
  good: Record<string, ZodOpenApiResponseObject>,
  ...statuses: readonly ProblemStatus[]
) => ({
  ...good,
  ...Object.fromEntries(
    [...statuses, ...(statuses.includes(401) ? ([429] as const) : []), ...always].map((status) => [
      status,
      problem(descriptions[status]),
    ]),
  ),
});

export const token = [{ token: [] }];
export const anyoneMay: typeof token = [];
/** Anyone, unless the library is private. */
export const readersMay = [{}, ...token];
