import { describe, expect, test } from "vitest";
import { createPeakMeter } from "../../../functions/core/audio/peaks.ts";

const floats = (values: readonly number[]): Uint8Array =>
  new Uint8Array(Float32Array.from(values).buffer);

describe("the waveform", () => {
  test("has the highest level of every stretch", () => {
    const meter = createPeakMeter(4, 10);
    meter.push(floats([0, 0.5, -1, 0.2, 0.1, 0, -0.1, 0.05, 2, 0, 0, 0]));
    expect(meter.peaks()).toEqual({ version: 1, samplesPerPeak: 40, peaks: [255, 26, 255] });
  });

  test("is the same wherever the bytes are cut", () => {
    const bytes = floats(Array.from({ length: 1_000 }, (_, n) => Math.sin(n)));
    const whole = createPeakMeter(7, 1);
    whole.push(bytes);
    const pieces = createPeakMeter(7, 1);
    for (const byte of bytes) pieces.push(Uint8Array.of(byte));
    expect(pieces.peaks()).toEqual(whole.peaks());
  });

  test("keeps to 2,048 values and its revision never falls, however long the song", () => {
    const meter = createPeakMeter(1, 1);
    let last = 0;
    for (let n = 0; n < 20_000; n++) {
      meter.push(floats([n === 12_345 ? 1 : 0.25]));
      expect(meter.revision()).toBeGreaterThanOrEqual(last);
      last = meter.revision();
    }
    const { peaks, samplesPerPeak } = meter.peaks();
    expect(samplesPerPeak).toBe(16);
    expect(peaks.length).toBeGreaterThan(512);
    expect(peaks.length).toBeLessThanOrEqual(2_048);
    expect(peaks.indexOf(255)).toBe(Math.floor(12_345 / 16));
  });

  test("of what is left at the end is a value too", () => {
    const meter = createPeakMeter(4, 1);
    meter.push(floats([0.1, 0.1, 0.1, 0.1, 0.8]));
    meter.end();
    expect(meter.peaks().peaks).toEqual([26, 204]);
  });
});
