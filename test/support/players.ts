/** Other people's players, where they are installed: each plays an address to its end and gives what it sounded like. */
import { spawnSync } from "node:child_process";
import { newestFfmpeg } from "./python.ts";
import { run } from "./sound.ts";

export type OtherPlayer = {
  readonly name: string;
  readonly isHere: boolean;
  /** Interleaved 32-bit floats, of as many channels and at the rate that it found. */
  play(url: string): Promise<Buffer>;
};

const has = (program: string): boolean =>
  spawnSync("sh", ["-c", `command -v "${program}"`], { stdio: "ignore" }).status === 0;

const decoding = (url: string): string[] => ["-v", "error", "-i", url, "-vn", "-f", "f32le", "-"];

const player = (
  name: string,
  program: string | undefined,
  argumentsFor: (url: string) => readonly string[],
): OtherPlayer => ({
  name,
  isHere: program !== undefined && has(program),
  play: (url) => run(program ?? "", argumentsFor(url)),
});

/** VLC will not run as root. */
const asNobody = "setpriv --reuid 65534 --regid 65534 --clear-groups env HOME=/nonexistent cvlc";
const vlc = process.getuid?.() === 0 ? asNobody.split(" ") : ["env", "cvlc"];

const mpv =
  "--no-config --no-video --really-quiet --ao=pcm --ao-pcm-file=/dev/stdout --ao-pcm-waveheader=no --audio-format=float";

export const otherPlayers: readonly OtherPlayer[] = [
  player("ffmpeg", "ffmpeg", decoding),
  player("ffmpeg's newest release", newestFfmpeg, decoding),
  {
    // Its file may be a pipe, not the socket that a child has for its output.
    ...player("mpv", "sh", (url) => ["-c", `mpv ${mpv} "$0" | cat`, url]),
    isHere: has("mpv"),
  },
  {
    ...player("VLC", vlc[0], (url) => [
      ...vlc.slice(1),
      // Left to itself it changes codec on the way, by the speed it measures, and drops what its old decoder holds.
      ..."-q --no-video --adaptive-logic=highest".split(" "),
      ..."--sout #transcode{acodec=f32l}:std{access=file,mux=raw,dst=-}".split(" "),
      url,
      "vlc://quit",
    ]),
    isHere: has("cvlc"),
  },
  player("GStreamer", "gst-launch-1.0", (url) => [
    ..."-q playbin flags=audio".split(" "),
    `uri=${url}`,
    // One rate, because a playlist may lead from one codec to another.
    "audio-sink=audioconvert ! audioresample ! audio/x-raw,format=F32LE,rate=48000,channels=2 ! fdsink fd=1 sync=false",
  ]),
];
