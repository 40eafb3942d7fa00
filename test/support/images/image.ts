/** One function's image: built by the Dockerfile, looked at, and run from its root file system. */
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { homedir } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import type { FunctionName } from "../bundle.ts";
import { run } from "../sound.ts";
import type { Buildah } from "./buildah.ts";

const root = join(import.meta.dirname, "../../..");

type OciConfig = {
  readonly User: string;
  readonly Env: readonly string[];
  readonly Cmd: readonly string[];
  readonly WorkingDir: string;
  readonly Labels: Readonly<Record<string, string>>;
};

export type Image = {
  readonly config: OciConfig;
  /** Bytes of its layers as a registry has them. */
  readonly size: number;
  /** Its root file system, in a container of its own. */
  readonly files: string;
};

/** npm's settings and cache of whoever runs this: what set-up has fetched is not asked for again. */
const npmVolumes = async ({ folder }: Buildah): Promise<string[]> => {
  const cache = String(await run("npm", ["config", "get", "cache"])).trim();
  await mkdir(cache, { recursive: true });
  const own = join(homedir(), ".npmrc");
  const settings = [existsSync(own) ? await readFile(own, "utf8") : "", "prefer-offline=true"];
  const volumes = [`${cache}:/root/.npm`];
  const { NODE_EXTRA_CA_CERTS: trusted } = process.env;
  if (trusted !== undefined) {
    volumes.push(`${trusted}:/root/trusted.pem:ro`);
    settings.push("cafile=/root/trusted.pem");
  }
  const file = join(folder, "npmrc");
  await writeFile(file, settings.join("\n"));
  volumes.push(`${file}:/root/.npmrc:ro`);
  return volumes.flatMap((volume) => ["--volume", volume]);
};

const packages: Readonly<Partial<Record<FunctionName, string>>> = { crud: "ffmpeg" };

type Manifest = { readonly layers: readonly { readonly size: number }[] };

const packedSize = async ({ call, folder }: Buildah, name: string): Promise<number> => {
  const target = join(folder, `packed-${name}`);
  await call("push", "--quiet", `localhost/segue-${name}`, `dir:${target}`);
  const { layers } = JSON.parse(await readFile(join(target, "manifest.json"), "utf8")) as Manifest;
  return layers.reduce((sum, { size }) => sum + size, 0);
};

export const buildImage = async (buildah: Buildah, name: FunctionName): Promise<Image> => {
  const { call } = buildah;
  const image = `localhost/segue-${name}`;
  await call(
    "bud",
    "--quiet",
    "--isolation",
    "chroot",
    "--network",
    "host",
    "--pull=false",
    "--layers",
    "--format",
    "docker",
    ...(await npmVolumes(buildah)),
    "--build-arg",
    `FUNCTION=${name}`,
    "--build-arg",
    `ADDITIONAL_PACKAGE=${packages[name] ?? ""}`,
    "--tag",
    image,
    "--file",
    join(root, "docker/Dockerfile"),
    root,
  );
  const { OCIv1 } = JSON.parse(await call("inspect", "--type", "image", image)) as {
    OCIv1: { config: OciConfig };
  };
  const container = await call("from", "--pull=never", image);
  const files = await call("mount", container);
  return { config: OCIv1.config, size: await packedSize(buildah, name), files };
};

/** A mount name space of its own: the root file system read-only, /tmp alone to write in. */
const inside = `
  mount --bind "$1" "$1"
  mount -o remount,bind,ro "$1"
  mount -t tmpfs -o mode=1777 tmpfs "$1/tmp"
  mount -t proc proc "$1/proc"
  mount --rbind /dev "$1/dev"
  root="$1" user="$2" folder="$3"
  shift 3
  exec chroot --userspec="$user" "$root" env -C "$folder" -i "$@"
`;

export type Container = { readonly url: string; stop(): Promise<void> };

const untilReady = async (url: string, child: ChildProcess): Promise<void> => {
  const isReady = () =>
    fetch(`${url}/readyz`).then(
      ({ ok }) => ok,
      () => false,
    );
  while (!(await isReady())) {
    if (child.exitCode !== null) throw new Error(`It ended with ${child.exitCode}.`);
    await pause(100);
  }
};

/** `secrets`: by name, as OpenFaaS mounts them. */
export const startImage = async (
  { config, files }: Image,
  secrets: Readonly<Record<string, string>>,
  ports: { readonly watchdog: number; readonly node: number },
): Promise<Container> => {
  const folder = join(files, "var/openfaas/secrets");
  await mkdir(folder, { recursive: true });
  for (const [name, value] of Object.entries(secrets)) await writeFile(join(folder, name), value);
  const env = [
    ...config.Env,
    `port=${ports.watchdog}`,
    `PORT=${ports.node}`,
    `upstream_url=http://127.0.0.1:${ports.node}`,
  ];
  const args = ["sh", files, config.User, config.WorkingDir, ...env, ...config.Cmd];
  const child = spawn("unshare", ["--mount", "sh", "-ec", inside, ...args], {
    stdio: "ignore",
    detached: true,
  });
  const ended = once(child, "exit");
  const url = `http://127.0.0.1:${ports.watchdog}`;
  await untilReady(url, child);
  return {
    url,
    async stop() {
      process.kill(-(child.pid ?? 0), "SIGKILL");
      await ended;
    },
  };
};
