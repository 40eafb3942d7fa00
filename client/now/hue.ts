/** The hue of the stage: that of the art, or of the made cover where there is none. */
import type { Song } from "../../api-client/contract.ts";
import { coverDesign } from "../covers/hash.ts";

/** sRGB, 0 to 255, to light, 0 to 1. */
const linear = (value: number): number => {
  const share = value / 255;
  return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
};

/** Less is grey, and its hue an accident. */
const leastChroma = 0.015;

/** Degrees, as oklch counts them (https://bottosson.github.io/posts/oklab); undefined for greys. */
export const hueOf = (color: string): number | undefined => {
  const digits = /^#([0-9a-f]{6})$/i.exec(color)?.[1];
  if (digits === undefined) return undefined;
  const [r = 0, g = 0, b = 0] = [0, 2, 4].map((at) =>
    linear(Number.parseInt(digits.slice(at, at + 2), 16)),
  );
  const l = Math.cbrt(0.4122214708 * r + 0.5363325363 * g + 0.0514459929 * b);
  const m = Math.cbrt(0.2119034982 * r + 0.6806995451 * g + 0.1073969566 * b);
  const s = Math.cbrt(0.0883024619 * r + 0.2817188376 * g + 0.6299787005 * b);
  const green = 1.9779984951 * l - 2.428592205 * m + 0.4505937099 * s;
  const blue = 0.0259040371 * l + 0.7827717662 * m - 0.808675766 * s;
  if (Math.hypot(green, blue) < leastChroma) return undefined;
  return (Math.atan2(blue, green) * (180 / Math.PI) + 360) % 360;
};

export const stageHue = (song: Song): number =>
  (song.cover && hueOf(song.cover.color)) ?? coverDesign(song).hue;
