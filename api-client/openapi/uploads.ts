/** `/uploads`, as tus 1.0.0 has it: https://tus.io/protocols/resumable-upload */
import { z } from "zod";
import type { ZodOpenApiPathsObject } from "zod-openapi";
import { SongId } from "../contract.ts";
import { UploadMetadata } from "../uploads.ts";
import { answers, anyoneMay, token } from "./answers.ts";

const known = Object.keys(UploadMetadata.shape).join(", ");

const version = { "Tus-Resumable": z.literal("1.0.0") };
const place = z
  .int()
  .min(0)
  .meta({ description: "Bytes that have arrived, and from where to go on." });
const length = z
  .int()
  .min(1)
  .max(999_999_999_999_999)
  .meta({ description: "Bytes of the whole file." });
const expires = z
  .string()
  .optional()
  .meta({ description: "When it is given up, unless it goes on before (RFC 9110, 5.6.7)." });
const metadata = z
  .string()
  .optional()
  .meta({ description: `Names with values in base64, separated by commas: ${known}.` });

const bytes = {
  "application/offset+octet-stream": { schema: z.string().meta({ format: "binary" }) },
};
const path = z.object({ id: SongId });
const refused = [400, 401, 403, 412] as const;

export const uploadPaths: ZodOpenApiPathsObject = {
  "/uploads": {
    options: {
      operationId: "describeUploads",
      summary: "What of tus is spoken here, and the largest file that is taken",
      security: anyoneMay,
      responses: answers({
        204: {
          description: "By its headers.",
          headers: z.object({
            "Tus-Version": z.string(),
            "Tus-Extension": z.string(),
            "Tus-Max-Size": z.int(),
          }),
        },
      }),
    },
    post: {
      operationId: "createUpload",
      summary: "Begin an upload that may break off and go on; its id will be the song's",
      security: token,
      requestParams: {
        header: z.object({ ...version, "Upload-Length": length, "Upload-Metadata": metadata }),
      },
      requestBody: { required: false, content: bytes },
      responses: answers(
        {
          201: {
            description: "It is at Location.",
            headers: z.object({
              Location: z.string(),
              "Upload-Offset": place,
              "Upload-Expires": expires,
            }),
          },
        },
        ...([...refused, 408, 413, 415, 507] as const),
      ),
    },
  },
  "/uploads/{id}": {
    head: {
      operationId: "findUpload",
      summary: "Where to go on",
      security: token,
      requestParams: { path, header: z.object(version) },
      responses: answers(
        {
          200: {
            description: "By its headers.",
            headers: z.object({
              "Upload-Offset": place,
              "Upload-Length": length,
              "Upload-Metadata": metadata,
              "Upload-Expires": expires,
            }),
          },
        },
        ...([...refused, 404, 410] as const),
      ),
    },
    patch: {
      operationId: "appendUpload",
      summary: "Go on; with the last byte it is a song like any other",
      security: token,
      requestParams: { path, header: z.object({ ...version, "Upload-Offset": place }) },
      requestBody: { required: true, content: bytes },
      responses: answers(
        {
          204: {
            description: "All that was sent is durable.",
            headers: z.object({ "Upload-Offset": place, "Upload-Expires": expires }),
          },
        },
        ...([...refused, 404, 408, 409, 410, 413, 415, 422, 507] as const),
      ),
    },
    delete: {
      operationId: "endUpload",
      summary: "Give it up",
      security: token,
      requestParams: { path, header: z.object(version) },
      responses: answers(
        { 204: { description: "Nothing of it is kept; what is complete is deleted as a song." } },
        ...([...refused, 404, 410] as const),
      ),
    },
  },
};
