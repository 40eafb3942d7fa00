// Installs what `npm start` needs and is not there: the packages, ffmpeg. Runs on any Node, before node_modules exists;
// idempotent, and quick when there is nothing to do.
import { execFileSync, spawnSync } from "node:child_process";
import { existsSync, statSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

export const root = join(dirname(fileURLToPath(import.meta.url)), "../..");

const leastNode = 26;

const say = (line) => process.stderr.write(`${line}\n`);

const fail = (line) => {
  say(line);
  process.exit(1);
};

const run = (command, args, env = process.env) => {
  say(`> ${command} ${args.join(" ")}`);
  const { status } = spawnSync(command, args, { cwd: root, stdio: ["ignore", 2, 2], env });
  if (status !== 0) fail(`This command failed: ${command} ${args.join(" ")}`);
};

export const has = (program) =>
  spawnSync("sh", ["-c", `command -v "${program}"`], { stdio: "ignore" }).status === 0;

/** The one command that installs the packages on this system, as far as we know it. */
const commandFor = (packages) => {
  const managers = {
    "apt-get": "apt-get install -y",
    dnf: "dnf install -y",
    apk: "apk add",
    pacman: "pacman -S",
    brew: "brew install",
  };
  const found = Object.keys(managers).find(has);
  const sudo = found === "brew" || process.getuid?.() === 0 ? "" : "sudo ";
  return found && `${sudo}${managers[found]} ${packages.join(" ")}`;
};

export const isRootOnDebian = () => process.getuid?.() === 0 && has("apt-get");

export const installPackages = (packages) => {
  const env = { ...process.env, DEBIAN_FRONTEND: "noninteractive" };
  run("apt-get", ["update", "-qq"], env);
  run("apt-get", ["install", "-y", "-qq", "--no-install-recommends", ...packages], env);
};

/** Makes a program available: by apt as root, else by telling how. */
export const install = (program, packages) => {
  if (has(program)) return;
  if (!isRootOnDebian())
    fail(
      `Segue needs ${program}. Install it, then try again: ${commandFor(packages) ?? packages.join(" ")}`,
    );
  installPackages(packages);
};

const isNewer = (one, other) => statSync(one).mtimeMs > statSync(other).mtimeMs;

export const installNodeModules = () => {
  const done = join(root, "node_modules/.package-lock.json");
  if (!existsSync(done) || isNewer(join(root, "package-lock.json"), done)) run("npm", ["ci"]);
  const node = join(root, "node_modules/.bin/node");
  const version = String(execFileSync(node, ["--version"])).trim();
  if (Number(version.slice(1).split(".")[0]) < leastNode)
    fail(
      `Segue needs Node ${leastNode} or newer; ${node} is ${version}. Delete node_modules and try again.`,
    );
};

export const buildPlayer = () => {
  const built = join(root, "client/dist/index.html");
  const sources = ["client", "api-client", "package-lock.json"].map((name) => join(root, name));
  const newest = spawnSync("find", [
    ...sources,
    "-newer",
    built,
    "-type",
    "f",
    "-not",
    "-path",
    "*/dist/*",
  ]);
  if (existsSync(built) && newest.stdout.length === 0) return;
  run(join(root, "node_modules/.bin/vite"), ["build", "client", "--logLevel", "warn"]);
};

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  installNodeModules();
  if (!process.env.FFMPEG_PATH) install("ffmpeg", ["ffmpeg"]);
  buildPlayer();
}
