/** The only module that knows sharp: a picture in, covers out. */
import type { Sharp } from "sharp";
import type { Limits } from "../limits.ts";
import { Problem } from "../problem.ts";
import { checkPicture, tooManyBytes, tooManyPixels } from "./picture.ts";

/** Widths in pixels: of a row in a list, of an album, of all the screen. */
export const sizes = [96, 320, 1024] as const;
export const type = "webp";
const quality = 82;
/** Seconds for each size. */
const longest = 10;

export type Images = {
  readonly images: readonly { readonly size: number; readonly bytes: Uint8Array }[];
  /** The colour that most of it has, `#rrggbb`. */
  readonly color: string;
};

const loaders = ["JpegBuffer", "PngBuffer", "WebpBuffer", "NsgifBuffer"];

/** Loaded at the first picture: libvips takes 20 MB, and most functions never see one. */
const loadSharp = async () => {
  const { default: sharp } = await import("sharp");
  // What reads other formats has had more faults than those that are needed here.
  sharp.block({ operation: ["VipsForeignLoad"] });
  sharp.unblock({ operation: loaders.map((name) => `VipsForeignLoad${name}`) });
  sharp.cache(false);
  sharp.concurrency(1);
  return sharp;
};
let loading: ReturnType<typeof loadSharp> | undefined;

const hex = (...values: readonly number[]): string =>
  `#${values.map((value) => value.toString(16).padStart(2, "0")).join("")}`;

const colorOf = async (image: Sharp): Promise<string> => {
  const { dominant } = await image.stats();
  return hex(dominant.r, dominant.g, dominant.b);
};

const problemOf = (error: unknown, { coverPixels }: Limits): Problem =>
  /pixel limit/i.test(String(error))
    ? tooManyPixels(coverPixels, error)
    : new Problem("unreadable-picture", {
        detail: "It is damaged, or takes too long to read. Save it anew, and try that.",
        cause: error,
      });

const resizeNow = async (picture: Uint8Array, limits: Limits): Promise<Images> => {
  const sharp = await (loading ??= loadSharp());
  const options = { limitInputPixels: limits.coverPixels, failOn: "error", pages: 1 } as const;
  const images: { size: number; bytes: Uint8Array }[] = [];
  // The largest first, and the others from it: a picture is read once, however large it is.
  let from: Uint8Array = picture;
  for (const size of sizes.toReversed()) {
    const image = sharp(from, options)
      .timeout({ seconds: longest })
      .autoOrient()
      .resize({ width: size, height: size, fit: "inside", withoutEnlargement: true });
    from = await image.flatten().png({ compressionLevel: 0 }).toBuffer();
    const bytes = await sharp(from).webp({ quality, smartSubsample: true }).toBuffer();
    images.unshift({ size, bytes });
  }
  return { images, color: await colorOf(sharp(from)) };
};

/** One at a time: a large picture takes as much memory as it has pixels. */
let turn: Promise<unknown> = Promise.resolve();

/**
 * The picture in all sizes, never larger than it is, upright, without what else is in its file; of a picture that
 * moves, the first one. Throws Problem: not-picture, picture-too-large, unreadable-picture.
 */
export const resize = async (picture: Uint8Array, limits: Limits): Promise<Images> => {
  if (picture.length > limits.coverBytes) throw tooManyBytes(limits.coverBytes);
  checkPicture(picture);
  const images = turn.then(() => resizeNow(picture, limits));
  turn = images.catch(() => {});
  return images.catch((error: unknown) => {
    throw problemOf(error, limits);
  });
};
