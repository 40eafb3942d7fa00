/** Everything that can be wrong between a person and their music, in the order in which one depends on another. */
import type { Doctor } from "../../contract.ts";
import { NotSegue, SegueError } from "../../errors.ts";
import type { Context } from "../context.ts";
import { players } from "../commands/play.ts";
import { findProgram } from "../files/programs.ts";
import { type Check, failed, good, unknown, wrong } from "./check.ts";
import { checkClocks } from "./clocks.ts";

const notLooked = (...names: readonly string[]): readonly Check[] =>
  names.map((name) => unknown(name, "It could not be looked at."));

const checkServer = async ({ client, server, signal }: Context): Promise<Check> => {
  const from = performance.now();
  try {
    await client.page({ limit: 1 }, { signal });
  } catch (error) {
    signal.throwIfAborted();
    if (error instanceof NotSegue)
      return failed("server", error, "Set SEGUE_URL to Segue's address, as http://localhost:8080.");
    // Whoever refuses has been reached.
    if (!(error instanceof SegueError))
      return failed("server", error, "Start it (npm start), or set SEGUE_URL to where it is.");
  }
  const ms = Math.round(performance.now() - from);
  return good("server", `Segue is at ${server.href} and answers within ${ms} ms.`);
};

const checkToken = ({ hasToken }: Context, { access }: Doctor): Check => {
  if (!hasToken) return good("token", "The server needs none from this machine.");
  return good(
    "token",
    access === "read" ? "The server takes it, to read only." : "The server takes it.",
  );
};

const tokenFault = (error: unknown): Check => {
  if (error instanceof SegueError && error.slug === "not-found")
    return unknown(
      "token",
      "This server is older than the doctor. Update it to have it looked at.",
    );
  return failed("token", error);
};

const checkStore = ({ store }: Doctor): Check =>
  store.time === undefined
    ? wrong(
        "store",
        `${store.name} does not answer.`,
        "Start it; look at the server's MONGODB_URI, or at the disk.",
      )
    : good("store", `${store.name} answers.`);

const checkFfmpeg = ({ ffmpeg }: Doctor): Check =>
  ffmpeg === undefined
    ? wrong("ffmpeg", "The server cannot start it.", "Install it there, or set its FFMPEG_PATH.")
    : good("ffmpeg", `Version ${ffmpeg}.`);

/** Another function, which may be away by itself. */
const checkPart = async (name: string, url: URL, signal: AbortSignal): Promise<Check> => {
  const hint = `Is the function ${name} deployed? It should be at ${url.href}`;
  try {
    const { ok, status } = await fetch(url, {
      signal: AbortSignal.any([signal, AbortSignal.timeout(10_000)]),
    });
    return ok ? good(name, "It answers.") : wrong(name, `It answers with ${status}.`, hint);
  } catch {
    signal.throwIfAborted();
    return wrong(name, "It does not answer.", hint);
  }
};

const checkPlayer = async (): Promise<Check> => {
  const found = await findProgram(players);
  return found === undefined
    ? unknown(
        "play",
        `Neither ${players.join(" nor ")} is here: \`segue play\` can only say addresses.`,
      )
    : good("play", `\`segue play\` plays by ${found}.`);
};

export const examine = async (context: Context): Promise<readonly Check[]> => {
  const { client, server, signal } = context;
  const reached = await checkServer(context);
  if (reached.state !== "good")
    return [
      reached,
      ...notLooked("token", "store", "ffmpeg", "clock", "streaming"),
      await checkPlayer(),
    ];

  const from = Date.now();
  const answer = await client.doctor({ signal }).catch((error: unknown) => {
    signal.throwIfAborted();
    return tokenFault(error);
  });
  const to = Date.now();
  const page = await checkPart("player", new URL("../player/", server), signal);
  if ("state" in answer)
    return [
      reached,
      answer,
      ...notLooked("store", "ffmpeg", "clock", "streaming"),
      page,
      await checkPlayer(),
    ];
  const streaming = new URL(`${answer.streaming}healthz`, server);
  return [
    reached,
    checkToken(context, answer),
    checkStore(answer),
    checkFfmpeg(answer),
    checkClocks(answer, { from, to }),
    await checkPart("streaming", streaming, signal),
    page,
    await checkPlayer(),
  ];
};
