// Installs what the tests need: what `npm start` does, the built player, Chromium, and a stand-in for MongoDB. Runs on
// any Node, before node_modules exists; idempotent.
import { execFileSync, spawnSync } from "node:child_process";
import { existsSync, mkdirSync } from "node:fs";
import { join } from "node:path";
import {
  buildPlayer,
  has,
  install,
  installNodeModules,
  installPackages,
  isRootOnDebian,
  root,
} from "../../functions/local/set-up.js";

const nginx = join(root, "node_modules/.cache/segue/nginx");
const python = join(root, "node_modules/.cache/segue/python");
const jars = join(root, "node_modules/.cache/segue/stand-in");

installNodeModules();
install("ffmpeg", ["ffmpeg"]);
install("chromium", ["chromium"]);
buildPlayer();
if (!existsSync("/usr/share/games/singularity/music")) {
  // Real songs with real tags (CC BY-SA 3.0). Where they cannot be had, the tests that want them are skipped.
  if (isRootOnDebian()) installPackages(["singularity-music"]);
}

// nginx, to compare answers with: taken apart, not installed, because installed it would begin to serve.
if (!existsSync(nginx) && !has("nginx") && has("apt-get")) {
  mkdirSync(nginx, { recursive: true });
  const unpack = "apt-get download -qq nginx && dpkg -x nginx_*.deb . && rm nginx_*.deb";
  spawnSync("sh", ["-c", unpack], { cwd: nginx, stdio: "ignore" });
}

// Tells what ffmpeg opens. Where it cannot be had, that test is skipped.
if (!has("strace") && isRootOnDebian()) installPackages(["strace"]);

// Other people's players of HLS. Where they cannot be had, their tests are skipped.
if (isRootOnDebian() && !has("gst-launch-1.0")) {
  const plugins = ["base", "good", "bad"].map((name) => `gstreamer1.0-plugins-${name}`);
  const gstreamer = ["gstreamer1.0-tools", "gstreamer1.0-libav", ...plugins];
  installPackages(["mpv", "vlc-bin", "vlc-plugin-base", ...gstreamer]);
}

// Programs of Python's, in a folder of their own. Where they cannot be had, their tests are skipped.
if (!existsSync(python) && (has("python3") || isRootOnDebian())) {
  const make = ["-m", "venv", python];
  if (spawnSync("python3", make, { stdio: "ignore" }).status !== 0 && isRootOnDebian()) {
    installPackages(["python3-venv"]);
    spawnSync("python3", [...make, "--clear"], { stdio: "ignore" });
  }
  const list = join(root, "test/support/requirements.txt");
  const pip = ["-m", "pip", "install", "--quiet", "--disable-pip-version-check", "-r", list];
  spawnSync(join(python, "bin/python"), pip, { stdio: ["ignore", 2, 2] });
}

if (!existsSync(jars) && !process.env.MONGODB_URI) {
  if (!has("javac")) install("javac", ["default-jdk-headless"]);
  install("mvn", ["maven"]);
  const pom = join(root, "test/support/stand-in/pom.xml");
  const goal = ["dependency:copy-dependencies", `-DoutputDirectory=${jars}`];
  execFileSync("mvn", ["-q", "-B", "-f", pom, ...goal], { stdio: "inherit" });
}
