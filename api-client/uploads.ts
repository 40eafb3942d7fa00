/** What a tus upload tells of its file. */
import { z } from "zod";
import { UploadQuery } from "./contract.ts";

export const Fingerprint = z.string().regex(/^\d{1,15}-[0-9a-f]{64}$/);

/** The names in Upload-Metadata that Segue knows: those of the query of `POST /songs`, and what tus adds. */
export const UploadMetadata = z.object({
  ...UploadQuery.shape,
  filetype: z.string().max(200).optional(),
  fingerprint: Fingerprint.optional().meta({
    description: "<size>-<SHA-256 of the first and last 64 KiB>; of the whole below 128 KiB.",
  }),
});
export type UploadMetadata = z.infer<typeof UploadMetadata>;
