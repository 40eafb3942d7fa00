/** The environment and its secret files, read once, every fault of theirs named at once. */
import { readFileSync } from "node:fs";
import { availableParallelism } from "node:os";
import { join } from "node:path";
import type { Origins } from "./http/cors.ts";
import type { Signing } from "./http/signed-paths.ts";
import type { Crowd, Keep, Limits, Room } from "./limits.ts";

export type Config = {
  readonly port: number;
  readonly host: string;
  /** Undefined: the library is in `dataDir`. */
  readonly mongodbUri: string | undefined;
  readonly dataDir: string;
  /** Whoever has one of these may write. */
  readonly tokens: readonly string[];
  /** Whoever has one of these may read where not everybody may. */
  readonly readTokens: readonly string[];
  /** Only whoever has a token may read, and listeners fetch from signed addresses. */
  readonly isPrivate: boolean;
  readonly signing: Signing;
  /** Undefined: the one on PATH. */
  readonly ffmpegPath: string | undefined;
  /** Seconds. */
  readonly longest: number;
  /** Bytes of one file. */
  readonly largest: number;
  readonly limits: Limits;
  readonly room: Room;
  /** What is kept of a song beside its AAC renditions. */
  readonly keep: Keep;
  /** Songs that one process prepares at once. */
  readonly encodings: number;
  /** Where listeners fetch songs from, when that is not beside crud: ends in a slash. */
  readonly streamingUrl: string | undefined;
  /** Bytes of chunks that streaming keeps in memory. */
  readonly cacheBytes: number;
  readonly crowd: Crowd;
  /** Connections of one process. */
  readonly connections: number;
  /** Pages that may read: their origins, or all. */
  readonly origins: Origins;
  readonly logLevel: string;
};

/** One line per variable: the README's table is checked against it. */
export const variables = [
  ["PORT", "8080", "Port to listen on."],
  ["HOST", "127.0.0.1", "Address to listen on. `0.0.0.0` lets others in, and needs a token."],
  [
    "MONGODB_URI",
    "",
    "MongoDB's address; in OpenFaaS the secret `segue-mongodb`. Without it, SQLite.",
  ],
  ["DATA_DIR", "./data", "Folder of the library where there is no MongoDB."],
  ["SEGUE_TOKEN", "", "Tokens for writing, one per line; in OpenFaaS the secret `segue-token`."],
  [
    "SEGUE_READ_TOKEN",
    "",
    "Tokens that only read, one per line; in OpenFaaS the secret `segue-read-token`.",
  ],
  ["SEGUE_PRIVATE", "false", "`true`: nothing is listed or played without a token."],
  [
    "SEGUE_SIGNING_KEY",
    "",
    "Keys that sign private addresses, one per line, the first for new ones; in OpenFaaS the secret `segue-signing-key`.",
  ],
  [
    "SEGUE_SIGNED_MINUTES",
    "60",
    "Private addresses change so often; each holds for one to two times as long.",
  ],
  ["FFMPEG_PATH", "", "The ffmpeg to use. Without it, the one on PATH. `ffprobe` lies beside it."],
  ["SEGUE_MAX_HOURS", "12", "Longest song that is taken."],
  ["SEGUE_MAX_FILE_GB", "16", "Largest file that is taken, in gigabytes."],
  ["SEGUE_MAX_COVER_MB", "16", "Largest picture that is taken for a cover, in megabytes."],
  ["SEGUE_MAX_COVER_MEGAPIXELS", "32", "The same in megapixels."],
  ["SEGUE_MAX_CPU_SECONDS", "7200", "Processor time that each ffmpeg may take for a song."],
  ["SEGUE_MAX_MEMORY_MB", "512", "Memory that each ffmpeg may take, in megabytes, where Linux is."],
  ["SEGUE_MAX_OUTPUT_GB", "64", "Most that all renditions of a song may take up, in gigabytes."],
  ["SEGUE_QUOTA_GB", "", "Most that the library may take up, in gigabytes. Without it, the disk."],
  [
    "SEGUE_MIN_FREE_GB",
    "0.5",
    "Uploads are refused when the library's disk has less, in gigabytes.",
  ],
  ["SEGUE_KEEP_ORIGINALS", "yes", "`no`: the uploaded file is deleted once its song is ready."],
  ["SEGUE_FLAC", "yes", "`no`: no lossless rendition, also of songs that are lossless."],
  [
    "SEGUE_ENCODINGS",
    "",
    "Songs that are prepared at once; beside them half as many long ones, and twice as many that still come. Without it, one per processor.",
  ],
  ["SEGUE_STREAMING_URL", "", "Where songs are fetched from, when a CDN stands before streaming."],
  ["SEGUE_CACHE_MB", "32", "Megabytes of songs that streaming keeps in memory."],
  [
    "SEGUE_MAX_WAITING",
    "256",
    "Requests to streaming that wait for the store at once. More are told to come again (503).",
  ],
  [
    "SEGUE_UNREAD_MB",
    "64",
    "Megabytes of answers that listeners have not fetched yet. Beyond that the slowest is cut off.",
  ],
  [
    "SEGUE_UNREAD_SECONDS",
    "30",
    "An answer of which nobody fetches anything for so long is cut off.",
  ],
  [
    "SEGUE_MAX_CONNECTIONS",
    "4096",
    "Connections to one process. Idle ones make room for new ones.",
  ],
  ["SEGUE_ORIGINS", "*", "Origins of pages that may read, as `https://music.example`; `*`: all."],
  ["LOG_LEVEL", "info", "`debug`, `info`, `warn` or `error`."],
] as const satisfies readonly (readonly [string, string, string])[];

type Name = (typeof variables)[number][0];
type Environment = Readonly<Record<string, string | undefined>>;

export class ConfigError extends Error {
  override readonly name = "ConfigError";
}

const secretsFolder = "/var/openfaas/secrets";
const shortestToken = 8;
const shortestKey = 32;

const secret = (folder: string, name: string): string | undefined => {
  try {
    return readFileSync(join(folder, name), "utf8").trim() || undefined;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    throw error;
  }
};

const words = (text = ""): string[] => text.split(/\s+/).filter((word) => word !== "");

const isOrigin = (text: string): boolean => URL.canParse(text) && new URL(text).origin === text;

/** Throws ConfigError, which names everything that is wrong. */
export const readConfig = (env: Environment, secrets = secretsFolder): Config => {
  const faults: string[] = [];
  const defaults = new Map<string, string>(variables.map(([name, value]) => [name, value]));
  const text = (name: Name): string | undefined =>
    env[name]?.trim() || defaults.get(name) || undefined;

  const number = (name: Name, least: number, most: number, otherwise: number): number => {
    const value = text(name);
    if (value === undefined) return otherwise;
    const found = Number(value);
    if (found >= least && found <= most) return found;
    faults.push(`${name} is "${value}": it must be a number from ${least} to ${most}.`);
    return otherwise;
  };

  const either = (name: Name, whenTrue: string, whenFalse: string): boolean => {
    const value = text(name);
    if (value !== whenTrue && value !== whenFalse)
      faults.push(`${name} is "${value}": it must be ${whenTrue} or ${whenFalse}.`);
    return value === whenTrue;
  };
  const yes = (name: Name): boolean => either(name, "yes", "no");

  const url = (name: Name, given: string | undefined, protocols: RegExp, example: string) => {
    if (given !== undefined && !protocols.test(given))
      faults.push(`${name} must look like ${example}.`);
    return given;
  };

  /** One per line, of the variable or else of its secret. */
  const secretWords = (name: Name, file: string, what: string, shortest: number): string[] => {
    const found = words(text(name) ?? secret(secrets, file));
    if (found.some((word) => word.length < shortest))
      faults.push(`${name} has a ${what} shorter than ${shortest} characters.`);
    return found;
  };

  const tokens = secretWords("SEGUE_TOKEN", "segue-token", "token", shortestToken);
  const readTokens = secretWords("SEGUE_READ_TOKEN", "segue-read-token", "token", shortestToken);
  if (readTokens.some((token) => tokens.includes(token)))
    faults.push("SEGUE_READ_TOKEN has a token that SEGUE_TOKEN has, too: it would write.");
  if (readTokens.length > 0 && tokens.length === 0)
    faults.push("SEGUE_READ_TOKEN is set, and SEGUE_TOKEN is not: nobody could write.");

  const keys = secretWords("SEGUE_SIGNING_KEY", "segue-signing-key", "key", shortestKey);

  const logLevel = text("LOG_LEVEL") ?? "";
  if (!["debug", "info", "warn", "error", "silent"].includes(logLevel))
    faults.push(`LOG_LEVEL is "${logLevel}": it must be debug, info, warn or error.`);

  const listed = words(text("SEGUE_ORIGINS"));
  const notOrigin = listed.find((origin) => origin !== "*" && !isOrigin(origin));
  if (notOrigin !== undefined)
    faults.push(`SEGUE_ORIGINS has "${notOrigin}": write it as in https://music.example.`);
  const origins = listed.includes("*") ? "*" : listed;

  const streamingUrl = url(
    "SEGUE_STREAMING_URL",
    text("SEGUE_STREAMING_URL"),
    /^https?:\/\//,
    "https://cdn.example/streaming/",
  );
  const config: Config = {
    port: number("PORT", 0, 65_535, 8080),
    host: text("HOST") ?? "",
    mongodbUri: url(
      "MONGODB_URI",
      text("MONGODB_URI") ?? secret(secrets, "segue-mongodb"),
      /^mongodb(\+srv)?:\/\//,
      "mongodb://user:password@host:27017/segue",
    ),
    dataDir: text("DATA_DIR") ?? "",
    tokens,
    readTokens,
    isPrivate: either("SEGUE_PRIVATE", "true", "false"),
    signing: { keys, window: number("SEGUE_SIGNED_MINUTES", 0.01, 10_000, 60) * 60 },
    ffmpegPath: text("FFMPEG_PATH"),
    longest: number("SEGUE_MAX_HOURS", 0.001, 1_000, 12) * 3600,
    largest: number("SEGUE_MAX_FILE_GB", 0.000_001, 100_000, 16) * 1e9,
    limits: {
      coverBytes: number("SEGUE_MAX_COVER_MB", 0.001, 1_000, 16) * 1e6,
      coverPixels: number("SEGUE_MAX_COVER_MEGAPIXELS", 0.001, 250, 32) * 1e6,
      cpuSeconds: number("SEGUE_MAX_CPU_SECONDS", 1, 1_000_000, 7_200),
      memoryBytes: number("SEGUE_MAX_MEMORY_MB", 1, 1_000_000, 512) * 1e6,
      outputBytes: number("SEGUE_MAX_OUTPUT_GB", 0.000_001, 1_000_000, 64) * 1e9,
    },
    room: {
      quota: number("SEGUE_QUOTA_GB", 0.001, 1_000_000_000, Infinity) * 1e9,
      leastFree: number("SEGUE_MIN_FREE_GB", 0, 1_000_000, 0.5) * 1e9,
    },
    keep: { originals: yes("SEGUE_KEEP_ORIGINALS"), flac: yes("SEGUE_FLAC") },
    encodings: number("SEGUE_ENCODINGS", 1, 256, availableParallelism()),
    streamingUrl: streamingUrl?.replace(/\/*$/, "/"),
    cacheBytes: number("SEGUE_CACHE_MB", 1, 1_000_000, 32) * 1024 * 1024,
    crowd: {
      waiting: number("SEGUE_MAX_WAITING", 1, 1_000_000, 256),
      unreadBytes: number("SEGUE_UNREAD_MB", 1, 1_000_000, 64) * 1024 * 1024,
      unreadFor: number("SEGUE_UNREAD_SECONDS", 0.1, 3_600, 30) * 1_000,
    },
    connections: number("SEGUE_MAX_CONNECTIONS", 16, 1_000_000, 4_096),
    origins,
    logLevel,
  };
  if (faults.length > 0) throw new ConfigError(faults.join("\n"));
  return config;
};
