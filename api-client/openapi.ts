/** The contract as an OpenAPI 3.1 document. */
import { z } from "zod";
import { createDocument, type ZodOpenApiPathsObject } from "zod-openapi";
import {
  Album,
  AlbumsQuery,
  Artist,
  ArtistsQuery,
  Changes,
  ChangesQuery,
  CoverQuery,
  Doctor,
  IdempotencyKey,
  ListQuery,
  Song,
  SongChange,
  SongId,
  Stats,
  UploadQuery,
} from "./contract.ts";
import { answers, json, readersMay, token } from "./openapi/answers.ts";
import { sharePaths } from "./openapi/shares.ts";
import { uploadPaths } from "./openapi/uploads.ts";

const bytes = { "audio/*": { schema: z.string().meta({ format: "binary" }) } };
const octets = { "application/octet-stream": { schema: z.string().meta({ format: "binary" }) } };
const page = {
  Link: z.string().optional().meta({ description: 'The next page, rel="next" (RFC 8288).' }),
};
const id = { path: z.object({ id: SongId }) };

const songPaths: ZodOpenApiPathsObject = {
  "/songs": {
    get: {
      operationId: "listSongs",
      summary: "Songs, filtered, searched, sorted, a page at a time",
      security: readersMay,
      requestParams: { query: ListQuery },
      responses: answers(
        {
          200: {
            ...json(z.array(Song), "A page of songs."),
            headers: z.object({
              ...page,
              "X-Total-Count": z.int().optional().meta({ description: "With ?count=true." }),
            }),
          },
        },
        400,
        401,
      ),
    },
    post: {
      operationId: "uploadSong",
      summary: "Upload a song: the bytes of its file, of any length",
      security: token,
      requestParams: {
        query: UploadQuery,
        header: z.object({
          "Idempotency-Key": IdempotencyKey.optional().meta({
            description: "The same key gives the same song, within a day.",
          }),
        }),
      },
      requestBody: { required: true, content: { ...bytes, ...octets } },
      responses: answers(
        {
          201: {
            ...json(Song, "Every byte is durable; the song is being prepared."),
            headers: z.object({ Location: z.string() }),
          },
        },
        ...([400, 401, 403, 408, 409, 410, 413, 415, 422, 507] as const),
      ),
    },
  },
  "/songs/{id}": {
    get: {
      operationId: "getSong",
      summary: "One song, with all that a player needs to start",
      security: readersMay,
      requestParams: id,
      responses: answers({ 200: json(Song, "The song.") }, 400, 401, 404, 410),
    },
    patch: {
      operationId: "editSong",
      summary: "Change tags",
      security: token,
      requestParams: {
        ...id,
        header: z.object({
          "If-Match": z
            .union([z.string().regex(/^"\d+"$/), z.literal("*")])
            .optional()
            .meta({ description: 'The `revision` that was edited: "3".' }),
        }),
      },
      requestBody: {
        required: true,
        content: {
          "application/merge-patch+json": { schema: SongChange },
          "application/json": { schema: SongChange },
        },
      },
      responses: answers(
        { 200: json(Song, "The song as it is now.") },
        ...([400, 401, 403, 404, 410, 412, 413, 415] as const),
      ),
    },
    delete: {
      operationId: "deleteSong",
      summary: "Delete a song; it can be restored for a day",
      security: token,
      requestParams: id,
      responses: answers({ 204: { description: "It is deleted." } }, 400, 401, 403, 404),
    },
  },
  "/songs/{id}/restore": {
    post: {
      operationId: "restoreSong",
      summary: "Undo the deletion",
      security: token,
      requestParams: id,
      responses: answers({ 200: json(Song, "The song as it was.") }, 400, 401, 403, 404, 410),
    },
  },
  "/songs/{id}/encode": {
    post: {
      operationId: "encodeSong",
      summary: "Prepare it once more; what plays goes on playing meanwhile",
      security: token,
      requestParams: id,
      responses: answers({ 202: json(Song, "It will be prepared.") }, 400, 401, 403, 404, 409, 410),
    },
  },
  "/songs/{id}/cover": {
    put: {
      operationId: "setCover",
      summary: "Give it another cover: a JPEG, PNG, WebP or GIF file",
      security: token,
      requestParams: { ...id, query: CoverQuery },
      requestBody: {
        required: true,
        content: { "image/*": { schema: z.string().meta({ format: "binary" }) } },
      },
      responses: answers(
        { 200: json(Song, "The song, with its new cover.") },
        ...([400, 401, 403, 404, 410, 413, 415, 422, 507] as const),
      ),
    },
    delete: {
      operationId: "removeCover",
      summary: "Take its cover away, the file's own too",
      security: token,
      requestParams: id,
      responses: answers({ 200: json(Song, "The song.") }, 400, 401, 403, 404, 410),
    },
  },
  "/songs/{id}/original": {
    get: {
      operationId: "getOriginal",
      summary: "The file that was uploaded",
      security: readersMay,
      requestParams: {
        ...id,
        header: z.object({
          Range: z.string().optional().meta({ description: "RFC 9110, one range." }),
          "If-Range": z.string().optional().meta({ description: "The ETag that it is of." }),
        }),
      },
      responses: answers(
        {
          200: { description: "All of it.", content: { ...bytes, ...octets } },
          206: { description: "The range.", content: { ...bytes, ...octets } },
          416: { description: "The range is not in it." },
        },
        ...([400, 401, 404, 409, 410] as const),
      ),
    },
  },
};

const otherPaths: ZodOpenApiPathsObject = {
  "/changes": {
    get: {
      operationId: "getChanges",
      summary: "What changed since a cursor; waits for it when asked to",
      security: readersMay,
      requestParams: { query: ChangesQuery },
      responses: answers(
        { 200: json(Changes, "Songs that changed, and the next cursor.") },
        400,
        401,
        410,
      ),
    },
  },
  "/artists": {
    get: {
      operationId: "listArtists",
      summary: "Artists, from A to Z",
      security: readersMay,
      requestParams: { query: ArtistsQuery },
      responses: answers(
        { 200: { ...json(z.array(Artist), "A page of artists."), headers: z.object(page) } },
        400,
        401,
      ),
    },
  },
  "/albums": {
    get: {
      operationId: "listAlbums",
      summary: "Albums, from A to Z",
      security: readersMay,
      requestParams: { query: AlbumsQuery },
      responses: answers(
        { 200: { ...json(z.array(Album), "A page of albums."), headers: z.object(page) } },
        400,
        401,
      ),
    },
  },
  "/stats": {
    get: {
      operationId: "getStats",
      summary: "How much there is",
      security: readersMay,
      responses: answers({ 200: json(Stats, "Counts, length and bytes.") }, 401),
    },
  },
  "/doctor": {
    get: {
      operationId: "getDoctor",
      summary: "Whether the server has what it needs",
      security: token,
      responses: answers({ 200: json(Doctor, "What it has.") }, 401, 403),
    },
  },
};

export const openApiDocument = () =>
  createDocument({
    openapi: "3.1.0",
    info: {
      title: "Segue",
      version: "1",
      description: "A music library that is uploaded once and streamed by HLS.",
      license: { name: "MIT", identifier: "MIT" },
    },
    servers: [{ url: ".", description: "Wherever this document was fetched from." }],
    components: {
      securitySchemes: {
        token: { type: "http", scheme: "bearer", description: "One of SEGUE_TOKEN's." },
        share: { type: "http", scheme: "bearer", description: "The secret of a link." },
      },
    },
    paths: { ...songPaths, ...uploadPaths, ...sharePaths, ...otherPaths },
  });
