/**
 * Noise-to-mask ratio, after ITU-R BS.1387 (its basic version, without the model of the outer ear): how far the coding
 * noise of each critical band lies above what the music itself hides, in dB; lower is better. Hann windows of 2,048
 * samples, half overlapping; 24 Bark bands; masking spreads by 27 dB per Bark downwards and 12 upwards; the mask
 * lies 3 dB below that up to 12 Bark, and a quarter of a dB per Bark beyond.
 */

const size = 2_048;
const bands = 24;
const down = 27;
const up = 12;
/** Power of what nobody hears: -90 dB of full scale. */
const floor = (10 ** (-90 / 10) * size * size) / 16;

const window = Float64Array.from(
  { length: size },
  (_, n) => 0.5 - 0.5 * Math.cos((2 * Math.PI * n) / size),
);

/** In place, radix 2. */
const transform = (real: Float64Array, imaginary: Float64Array): void => {
  for (let i = 1, j = 0; i < size; i++) {
    let bit = size >> 1;
    for (; j & bit; bit >>= 1) j ^= bit;
    j ^= bit;
    if (i < j) {
      [real[i], real[j]] = [real[j] ?? 0, real[i] ?? 0];
      [imaginary[i], imaginary[j]] = [imaginary[j] ?? 0, imaginary[i] ?? 0];
    }
  }
  for (let length = 2; length <= size; length *= 2)
    for (let start = 0; start < size; start += length)
      for (let k = 0; k < length / 2; k++) {
        const angle = (-2 * Math.PI * k) / length;
        const [c, s] = [Math.cos(angle), Math.sin(angle)];
        const [one, other] = [start + k, start + k + length / 2];
        const [re, im] = [real[other] ?? 0, imaginary[other] ?? 0];
        const [turnedRe, turnedIm] = [re * c - im * s, re * s + im * c];
        real[other] = (real[one] ?? 0) - turnedRe;
        imaginary[other] = (imaginary[one] ?? 0) - turnedIm;
        real[one] = (real[one] ?? 0) + turnedRe;
        imaginary[one] = (imaginary[one] ?? 0) + turnedIm;
      }
};

/** Zwicker's, by Schroeder's formula. */
const barkOf = (frequency: number): number => 7 * Math.asinh(frequency / 650);

const bandOfBins = (sampleRate: number): Int8Array =>
  Int8Array.from({ length: size / 2 }, (_, bin) =>
    Math.min(bands, Math.floor(barkOf((bin * sampleRate) / size))),
  );

const energies = (signal: Float32Array, start: number, bandOf: Int8Array): Float64Array => {
  const real = Float64Array.from(
    { length: size },
    (_, n) => (signal[start + n] ?? 0) * (window[n] ?? 0),
  );
  const imaginary = new Float64Array(size);
  transform(real, imaginary);
  const found = new Float64Array(bands + 1);
  bandOf.forEach((band, bin) => {
    found[band] = (found[band] ?? 0) + (real[bin] ?? 0) ** 2 + (imaginary[bin] ?? 0) ** 2;
  });
  return found;
};

const maskOf = (energy: Float64Array): Float64Array =>
  Float64Array.from({ length: bands }, (_, band) => {
    let spread = 0;
    for (let from = 0; from < bands; from++) {
      const slope = from < band ? up * (band - from) : down * (from - band);
      spread += (energy[from] ?? 0) * 10 ** (-slope / 10);
    }
    const offset = band < 12 ? 3 : band / 4;
    return Math.max(floor, spread * 10 ** (-offset / 10));
  });

/** dB, over all windows and bands of one channel. */
export const noiseToMask = (
  original: Float32Array,
  coded: Float32Array,
  sampleRate: number,
): number => {
  const bandOf = bandOfBins(sampleRate);
  const noise = original.map((value, n) => value - (coded[n] ?? 0));
  let sum = 0;
  let count = 0;
  for (let start = 0; start + size <= original.length; start += size / 2) {
    const mask = maskOf(energies(original, start, bandOf));
    const errors = energies(noise, start, bandOf);
    mask.forEach((value, band) => (sum += (errors[band] ?? 0) / value));
    count += bands;
  }
  return 10 * Math.log10(sum / count);
};
