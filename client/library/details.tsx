/** All that is known of a song. */
import type { ComponentChildren } from "preact";
import type { Song } from "../../api-client/contract.ts";
import { Dialog } from "../app/dialog.tsx";
import { bytes, clean, length, percent, plural } from "../app/format.ts";
import "./details.css";

type Line = readonly [label: string, value: ComponentChildren];

const time = new Intl.DateTimeFormat("en-GB", { dateStyle: "long", timeStyle: "short" });

const place = (number: number | undefined, disc: number | undefined): string | undefined => {
  if (number === undefined) return undefined;
  return disc === undefined ? String(number) : `${number} on disc ${disc}`;
};

const states: Readonly<Record<Song["state"], string>> = {
  uploading: "Uploading",
  processing: "Being prepared",
  ready: "Ready",
  failed: "Failed",
};

const stateOf = ({ state, progress }: Song): string =>
  progress === undefined || state === "ready"
    ? states[state]
    : `${states[state]}, ${percent(progress)}`;

const renditionNames: Readonly<Record<string, string>> = {
  a64: "AAC 64 kbit/s",
  a128: "AAC 128 kbit/s",
  a256: "AAC 256 kbit/s",
  flac: "FLAC, lossless",
};

const linesOf = (song: Song): Line[] => {
  const { loudness } = song;
  const lines: readonly Line[] = [
    ["Title", clean(song.title)],
    ["Artist", clean(song.artist ?? "Unknown artist")],
    ["Album", song.album && clean(song.album)],
    ["Album artist", song.albumArtist && clean(song.albumArtist)],
    ["Track", place(song.trackNumber, song.discNumber)],
    ["Year", song.year],
    ["Genre", song.genre && clean(song.genre)],
    ["Composer", song.composer && clean(song.composer)],
    ["Length", song.duration === undefined ? "Not known yet" : length(song.duration)],
    ["State", stateOf(song)],
    ["Why", song.reason && `${song.reason.title} ${song.reason.detail ?? ""}`],
    ["Plays as", song.renditions.map((name) => renditionNames[name] ?? name).join(", ")],
    ["Loudness", loudness && `${loudness.integrated.toFixed(1)} LUFS`],
    ["Peak", loudness && `${loudness.truePeak.toFixed(1)} dBTP`],
    ["File", song.filename && clean(song.filename)],
    ["Uploaded", bytes(song.uploaded)],
    ["Stored", bytes(song.size)],
    ["Added", time.format(new Date(song.addedAt))],
    ["Edited", song.revision > 0 && plural(song.revision, "time")],
    ["Id", <code key="id">{song.id}</code>],
  ];
  return lines.filter(([, value]) => value !== undefined && value !== false && value !== "");
};

type Props = { readonly song: Song; readonly close: () => void };

const Details = ({ song, close }: Props) => (
  <Dialog label="Details" onClose={close}>
    <dl class="details">
      {linesOf(song).map(([label, value]) => (
        <div key={label}>
          <dt>{label}</dt>
          <dd dir="auto">{value}</dd>
        </div>
      ))}
    </dl>
  </Dialog>
);

export const drawDetails = (song: Song) => (close: () => void) => (
  <Details song={song} close={close} />
);
