/** What a picture is, by its first bytes: never by its name or by what the sender says. */
import { Problem } from "../problem.ts";

const jpeg = "\xFF\xD8\xFF";
const png = "\x89PNG\r\n\x1A\n";
const gif = /^GIF8[79]a/;
const webp = /^RIFF[^]{4}WEBP/;

/** Throws Problem: not-picture. Nothing else is ever given to the library that reads pictures. */
export const checkPicture = (bytes: Uint8Array): void => {
  const start = Buffer.from(bytes.subarray(0, 16)).toString("latin1");
  if ([jpeg, png].some((magic) => start.startsWith(magic))) return;
  if (!gif.test(start) && !webp.test(start))
    throw new Problem("not-picture", { detail: "Send a JPEG, PNG, WebP or GIF file." });
};

export const tooManyBytes = (most: number): Problem =>
  new Problem("picture-too-large", {
    detail: `The limit is ${most / 1e6} MB. Make it smaller, or raise SEGUE_MAX_COVER_MB.`,
  });

export const tooManyPixels = (most: number, cause: unknown): Problem =>
  new Problem("picture-too-large", {
    detail: `The limit is ${most / 1e6} megapixels. Make it smaller, or raise SEGUE_MAX_COVER_MEGAPIXELS.`,
    cause,
  });
