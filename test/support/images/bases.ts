/** What the images stand on, made here under the names of the real ones: Debian, Node on it, the watchdog. */
import { existsSync } from "node:fs";
import { chmod, mkdir, realpath, rename, rm, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { dockerfile, isOnPath } from "../bundle.ts";
import { run } from "../sound.ts";
import type { Buildah } from "./buildah.ts";

const root = join(import.meta.dirname, "../../..");
const archive = join(root, "node_modules/.cache/segue/images/debian.tar");

const sh = (script: string, ...args: readonly string[]): Promise<Buffer> =>
  run("sh", ["-ec", script, "sh", ...args]);

/** As in Debian's own slim image: no documents, and apt keeps nothing. */
const slim = `
  debootstrap --variant=minbase bookworm "$1" >&2
  cd "$1"
  rm -rf var/cache/apt/* var/lib/apt/lists/* var/log/* usr/share/doc/* usr/share/man/* usr/share/locale/*
  printf 'path-exclude /usr/share/%s/*\\n' doc man locale > etc/dpkg/dpkg.cfg.d/slim
  echo 'Dir::Cache::pkgcache ""; Dir::Cache::srcpkgcache "";' > etc/apt/apt.conf.d/slim
  tar -cf "$2" .
`;

/** Kept: it takes half a minute to make, and changes seldom. */
const debian = async (folder: string): Promise<string> => {
  if (existsSync(archive)) return archive;
  const tree = join(folder, "debian");
  const unfinished = join(folder, "debian.tar");
  await mkdir(dirname(archive), { recursive: true });
  await sh(slim, tree, unfinished);
  await sh('mv "$1" "$2.new"', unfinished, archive);
  await rename(`${archive}.new`, archive);
  await rm(tree, { recursive: true });
  return archive;
};

/** Where there is no watchdog: runs the function, at the watchdog's port. */
const plainWatchdog = '#!/bin/sh\nPORT="${port:-8080}" exec $fprocess\n';

const watchdog = async (folder: string): Promise<string> => {
  const path = join(folder, "fwatchdog");
  if (isOnPath("fwatchdog")) {
    // Its own image has it so.
    await sh('w=$(command -v fwatchdog); strip -o "$1" "$w" || cp "$w" "$1"', path);
    return path;
  }
  await writeFile(path, plainWatchdog);
  await chmod(path, 0o755);
  return path;
};

const names = [...dockerfile.matchAll(/^FROM (\S+)/gm)].map(([, name = ""]) => name);
const nameOf = (word: string): string => names.find((name) => name.includes(word)) ?? word;
const library = (name: string): string => `docker.io/library/${name}`;

/** Files by where they go. */
const layer = async (
  { call }: Buildah,
  name: string,
  from: string,
  files: Readonly<Record<string, string>>,
): Promise<void> => {
  const container = await call("from", "--pull=never", from);
  for (const [target, source] of Object.entries(files))
    await call("add", "--quiet", container, source, target);
  await call("config", "--env", "PATH=/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin", container);
  await call("commit", "--quiet", "--rm", container, name);
};

export const makeBases = async (buildah: Buildah): Promise<void> => {
  const { folder } = buildah;
  const debianName = library(nameOf("debian:"));
  await layer(buildah, debianName, "scratch", { "/": await debian(folder) });
  const npm = dirname(dirname(await realpath(String(await sh("command -v npm")).trim())));
  const linked = join(folder, "bin");
  await mkdir(linked);
  for (const name of ["npm", "npx"])
    await sh(`ln -s ../lib/node_modules/npm/bin/${name}-cli.js "$1/${name}"`, linked);
  const atomic = String(await sh("ldconfig -p | sed -n 's/.*libatomic.so.1 .*=> //p' | head -n 1"));
  await layer(buildah, library(nameOf("node:")), debianName, {
    "/usr/local/bin": linked,
    "/usr/local/bin/node": process.execPath,
    "/usr/local/lib/node_modules/npm": npm,
    "/usr/local/lib/libatomic.so.1": await realpath(atomic.trim()),
  });
  await layer(buildah, nameOf("of-watchdog:"), "scratch", { "/fwatchdog": await watchdog(folder) });
};
