/** The waveform as a player draws it: the highest level of each stretch of a song that may still grow. */

export type Peaks = {
  readonly version: 1;
  /** Samples of the song per value. */
  readonly samplesPerPeak: number;
  /** 0 to 255. */
  readonly peaks: readonly number[];
};

const mostValues = 2_048;

export type PeakMeter = {
  /** Takes mono float samples, little-endian, cut anywhere. */
  push(bytes: Uint8Array): void;
  /** The song is over: what is left makes the last value. */
  end(): void;
  peaks(): Peaks;
  /** Grows with every value, also where values are merged: the revision of the chunk. */
  revision(): number;
};

/** `stretch`: samples taken per value at first. `weight`: samples of the song for each of them. */
export const createPeakMeter = (stretch: number, weight: number): PeakMeter => {
  let values: number[] = [];
  let merged = 1;
  let highest = 0;
  let count = 0;
  let rest: Uint8Array = new Uint8Array();

  /** Twice as long a stretch for each: a song of any length fits. */
  const merge = (): void => {
    const halves: number[] = [];
    for (let n = 0; n + 1 < values.length; n += 2)
      halves.push(Math.max(values[n] ?? 0, values[n + 1] ?? 0));
    values = halves;
    merged *= 2;
  };

  const addValue = (): void => {
    values.push(Math.min(255, Math.round(highest * 255)));
    highest = 0;
    count = 0;
    if (values.length === mostValues) merge();
  };

  const take = (level: number): void => {
    if (level > highest) highest = level;
    if (++count === stretch * merged) addValue();
  };

  return {
    push(bytes) {
      const all = rest.length > 0 ? Buffer.concat([rest, bytes]) : bytes;
      const view = new DataView(all.buffer, all.byteOffset, all.byteLength);
      const whole = all.length - (all.length % 4);
      for (let offset = 0; offset < whole; offset += 4)
        take(Math.abs(view.getFloat32(offset, true)));
      rest = all.slice(whole);
    },
    end() {
      if (count > 0) addValue();
    },
    peaks: () => ({ version: 1, samplesPerPeak: stretch * weight * merged, peaks: values }),
    revision: () => values.length * merged,
  };
};
