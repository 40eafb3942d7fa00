/** Images, built by Debian's buildah in a folder of its own: nothing of the machine's images is touched. */
import { spawnSync } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { isOnPath } from "../bundle.ts";
import { run } from "../sound.ts";

export type Buildah = {
  readonly folder: string;
  /** Runs buildah; gives what it printed. */
  call(...args: readonly string[]): Promise<string>;
  close(): Promise<void>;
};

const succeeds = (program: string, ...args: readonly string[]): boolean =>
  spawnSync(program, args).status === 0;

/** Layers cannot lie on layers, as a container's own disk is made of. */
const isOnLayers = (): boolean =>
  String(spawnSync("stat", ["-f", "-c", "%T", tmpdir()]).stdout).trim() === "overlayfs";

/** `SEGUE_TEST_IMAGES=no` leaves them out: they take minutes, and much from the network. */
export const canBuildImages = (): boolean =>
  process.env["SEGUE_TEST_IMAGES"] !== "no" &&
  process.getuid?.() === 0 &&
  ["buildah", "debootstrap", "unshare"].every(isOnPath) &&
  succeeds("unshare", "--mount", "true") &&
  !isOnLayers();

export const openBuildah = async (): Promise<Buildah> => {
  const folder = await mkdtemp(join(tmpdir(), "segue-images-"));
  const own = [
    "--root",
    join(folder, "storage"),
    "--runroot",
    join(folder, "run"),
    "--storage-driver",
    "overlay",
  ];
  const call: Buildah["call"] = async (...args) =>
    String(await run("buildah", [...own, ...args])).trim();
  return {
    folder,
    call,
    async close() {
      await call("umount", "--all");
      await call("rm", "--all");
      await call("rmi", "--all", "--force");
      await rm(folder, { recursive: true });
    },
  };
};
