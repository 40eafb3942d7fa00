/** `npm run first-song`: a little music made on the spot, uploaded as any song is. */

const sampleRate = 44_100;
const secondsPerNote = 0.3;
const ringing = 1.6;

/** Semitones above A2, a bar each: A minor, F, C, G. */
const chords = [
  [0, 12, 15, 19, 24, 19, 15, 12],
  [-4, 8, 12, 15, 20, 15, 12, 8],
  [3, 10, 15, 19, 22, 19, 15, 10],
  [-2, 10, 14, 17, 22, 17, 14, 10],
];

type Note = { readonly start: number; readonly frequency: number; readonly pan: number };

const notes: readonly Note[] = [...chords, ...chords].flatMap((chord, bar) =>
  chord.map((semitone, beat) => ({
    start: (bar * chord.length + beat) * secondsPerNote,
    frequency: 110 * 2 ** (semitone / 12),
    pan: 0.5 + 0.3 * Math.sin(beat),
  })),
);

/** A plucked string, more or less: partials that die away the faster the higher they are. */
const pluck = (frequency: number, time: number): number => {
  let level = 0;
  for (let partial = 1; partial <= 5; partial++)
    level +=
      (Math.sin(2 * Math.PI * frequency * partial * time) * Math.exp(-time * (1.5 + partial))) /
      partial;
  return level * Math.min(1, time * 400) * 0.3;
};

/** 16-bit stereo WAV. */
const tune = (): Buffer => {
  const last = notes.at(-1)?.start ?? 0;
  const length = Math.ceil((last + ringing) * sampleRate);
  const channels = [new Float32Array(length), new Float32Array(length)] as const;
  for (const { start, frequency, pan } of notes) {
    const first = Math.round(start * sampleRate);
    for (let n = 0; n < ringing * sampleRate && first + n < length; n++) {
      const level = pluck(frequency, n / sampleRate);
      channels[0][first + n] = (channels[0][first + n] ?? 0) + level * (1 - pan);
      channels[1][first + n] = (channels[1][first + n] ?? 0) + level * pan;
    }
  }
  const bytes = Buffer.alloc(44 + length * 4);
  bytes.write("RIFF", 0, "latin1");
  bytes.writeUInt32LE(bytes.length - 8, 4);
  bytes.write("WAVEfmt ", 8, "latin1");
  bytes.writeUInt32LE(16, 16);
  bytes.writeUInt16LE(1, 20);
  bytes.writeUInt16LE(2, 22);
  bytes.writeUInt32LE(sampleRate, 24);
  bytes.writeUInt32LE(sampleRate * 4, 28);
  bytes.writeUInt16LE(4, 32);
  bytes.writeUInt16LE(16, 34);
  bytes.write("data", 36, "latin1");
  bytes.writeUInt32LE(length * 4, 40);
  const level = (channel: Float32Array, n: number): number =>
    Math.round(Math.max(-1, Math.min(1, channel[n] ?? 0)) * 32_767);
  for (let n = 0; n < length; n++) {
    bytes.writeInt16LE(level(channels[0], n), 44 + n * 4);
    bytes.writeInt16LE(level(channels[1], n), 46 + n * 4);
  }
  return bytes;
};

const server = process.env["SEGUE_URL"] ?? `http://localhost:${process.env["PORT"] ?? 8080}`;
const token = process.env["SEGUE_TOKEN"]?.split(/\s+/)[0];
const tags = new URLSearchParams({
  title: "First song",
  artist: "Segue",
  filename: "first-song.wav",
});
const address = `${server.replace(/\/+$/, "")}/function/crud/songs?${tags}`;

try {
  const response = await fetch(address, {
    method: "POST",
    headers: { "Content-Type": "audio/wav", ...(token && { Authorization: `Bearer ${token}` }) },
    body: new Uint8Array(tune()),
  });
  const answer = (await response.json()) as { title: string; detail?: string };
  console.log(
    response.ok ? `Added. Listen at ${server}/` : `${answer.title} ${answer.detail ?? ""}`,
  );
  process.exitCode = response.ok ? 0 : 1;
} catch {
  console.error(`No answer from ${server}. Start Segue first:  npm start`);
  process.exitCode = 1;
}
