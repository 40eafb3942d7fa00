import type { Command } from "commander";
import type { Song } from "../../contract.ts";
import type { Act, Context } from "../context.ts";
import { forEach } from "../each.ts";
import { type ExitCode } from "../exit-codes.ts";
import { Failure } from "../failure.ts";
import { size } from "../terminal/figures.ts";
import { lengthOf } from "../terminal/songs.ts";
import { idsArgument } from "./options.ts";

/** Rejects with a Failure where there is none. */
export const getSong = async ({ client, signal }: Context, id: string): Promise<Song> => {
  const song = await client.get(id, { signal });
  if (!song)
    throw new Failure("There is no such song.", {
      hint: "`segue search` finds ids; `segue list --deleted` shows what can be restored.",
    });
  return song;
};

/** Here, as 2026-11-21 15:35:15. */
const when = (iso: string): string => new Date(iso).toLocaleString("sv-SE");

const fieldsOf = (
  { client }: Context,
  song: Song,
): readonly (readonly [string, string | number | boolean | undefined])[] => {
  const { trackNumber, discNumber, filename, uploaded, renditions, reason, loudness } = song;
  return [
    ["id", song.id],
    ["title", song.title],
    ["artist", song.artist],
    ["album", song.album],
    ["album artist", song.albumArtist],
    ["track", trackNumber],
    ["disc", discNumber],
    ["year", song.year],
    ["genre", song.genre],
    ["composer", song.composer],
    ["compilation", song.compilation],
    ["state", reason ? `${song.state}: ${reason.title} ${reason.detail ?? ""}`.trim() : song.state],
    ["length", lengthOf(song)],
    ["loudness", loudness && `${loudness.integrated} LUFS`],
    ["renditions", renditions.join(" ")],
    ["file", filename],
    ["size", `${size(uploaded)}, ${size(song.size)} stored`],
    ["added", when(song.addedAt)],
    ["revision", song.revision],
    ["same as", song.duplicateOf],
    ["playlist", song.playable ? new URL(song.hls, client.streamingUrl(song)).href : undefined],
    ["original", client.originalUrl(song.id).href],
  ];
};

const labelWidth = 14;

const show = (context: Context, song: Song): void => {
  for (const [name, value] of fieldsOf(context, song)) {
    if (value === undefined || value === "") continue;
    context.out.line({ text: name.padEnd(labelWidth), style: "dim" }, String(value));
  }
};

const get = (context: Context, ids: readonly string[]): Promise<ExitCode> => {
  const { out } = context;
  let isFirst = true;
  return forEach(context, ids, async (id) => {
    const song = await getSong(context, id);
    if (out.json) return out.value(song);
    if (!isFirst) out.line();
    isFirst = false;
    show(context, song);
  });
};

export const addGet = (program: Command, act: Act): void => {
  program
    .command("get")
    .addArgument(idsArgument())
    .summary("show all there is to know of songs")
    .description("Shows all there is to know of songs.")
    .action(act(get));
};
