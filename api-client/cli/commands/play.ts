import { spawn } from "node:child_process";
import { basename } from "node:path";
import { once } from "node:events";
import type { Command } from "commander";
import type { Song } from "../../contract.ts";
import type { Act, Context } from "../context.ts";
import { forEach } from "../each.ts";
import type { ExitCode } from "../exit-codes.ts";
import { Failure } from "../failure.ts";
import { findProgram } from "../files/programs.ts";
import { titleOf } from "../terminal/songs.ts";
import { clean } from "../terminal/text.ts";
import { getSong } from "./get.ts";
import { idsArgument } from "./options.ts";

export const players = ["mpv", "ffplay"];

const optionsOf = (player: string, title: string): readonly string[] =>
  basename(player) === "mpv"
    ? ["--no-video", `--force-media-title=${title}`]
    : ["-nodisp", "-autoexit", "-hide_banner", "-loglevel", "error", "-window_title", title];

const run = async (player: string, url: URL, song: Song, signal: AbortSignal): Promise<void> => {
  const options = [...optionsOf(player, clean(titleOf(song))), url.href];
  const child = spawn(player, options, { stdio: "inherit" });
  const end = (): void => void child.kill();
  signal.addEventListener("abort", end, { once: true });
  const [code] = (await once(child, "close")) as [number | null];
  signal.removeEventListener("abort", end);
  signal.throwIfAborted();
  if (code !== 0)
    throw new Failure(`${basename(player)} could not play it.`, {
      hint: `Try another player: ${url.href}`,
    });
};

const urlOf = ({ client }: Context, song: Song): URL => {
  if (song.playable) return new URL(song.hls, client.streamingUrl(song));
  const { reason } = song;
  throw new Failure(reason?.title ?? "It cannot be played yet.", {
    hint: reason?.detail ?? "It is being prepared. Try again in a moment.",
    ...(reason && { type: reason.type }),
  });
};

const play = async (context: Context, ids: readonly string[]): Promise<ExitCode> => {
  const { out, signal } = context;
  const player = await findProgram(players);
  if (player === undefined && !out.json)
    out.note(`Neither ${players.join(" nor ")} is here. Open this in a player that knows HLS:`);
  return forEach(context, ids, async (id) => {
    const song = await getSong(context, id);
    const url = urlOf(context, song);
    if (out.json) return out.value({ id, title: song.title, url: url.href });
    if (player === undefined) return out.line(url.href);
    out.note({ text: "▶ ", style: "green" }, titleOf(song));
    await run(player, url, song, signal);
  });
};

export const addPlay = (program: Command, act: Act): void => {
  program
    .command("play")
    .addArgument(idsArgument())
    .summary("play songs by mpv or ffplay, or say their addresses")
    .description(
      "Plays songs one after another, by mpv or ffplay. Where neither is there, or with --json, it says the addresses that any player of HLS takes.",
    )
    .action(act(play));
};
