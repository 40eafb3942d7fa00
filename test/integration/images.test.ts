/** The images, built for real, and each function run from its own: as its user, on a root that is read-only. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, inject, test } from "vitest";
import { newId } from "../../functions/core/song/ids.ts";
import { aSongIn, token } from "../support/behind-watchdog.ts";
import type { FunctionName } from "../support/bundle.ts";
import { readSong } from "../support/hls.ts";
import { makeBases } from "../support/images/bases.ts";
import { type Buildah, canBuildImages, openBuildah } from "../support/images/buildah.ts";
import { buildImage, type Container, type Image, startImage } from "../support/images/image.ts";
import { database } from "../support/mongodb.ts";
import { freePort, takeTurn } from "../support/watched.ts";

const mongodbUri = inject("mongodbUri");
const skipped = !canBuildImages() || !mongodbUri;
/** ms: Debian, npm's packages and ffmpeg come from the network. */
const timeout = 1_800_000;

const names: readonly FunctionName[] = ["streaming", "player", "crud"];
/** Bytes, compressed. */
const mostBytes = { streaming: 85e6, player: 85e6, crud: 250e6 };

const manifest = JSON.parse(
  readFileSync(join(import.meta.dirname, "../../package.json"), "utf8"),
) as Readonly<Record<"dependencies" | "devDependencies", Record<string, string>>>;

describe.skipIf(skipped)(
  "images (need root, buildah, debootstrap, SEGUE_TEST_IMAGES not `no`)",
  () => {
    let buildah: Buildah;
    const images = {} as Record<FunctionName, Image>;
    beforeAll(async () => {
      buildah = await openBuildah();
      await makeBases(buildah);
      for (const name of names) images[name] = await buildImage(buildah, name);
    }, timeout);
    afterAll(() => buildah.close(), timeout);

    test.each(names)("%s is as small as it has to be, and says what it is", (name) => {
      const { size, config } = images[name];
      console.log(`The image of ${name} has ${(size / 1e6).toFixed(0)} MB, compressed.`);
      expect(size).toBeLessThanOrEqual(mostBytes[name]);
      expect(config.User).toBe("1000:1000");
      expect(config.Labels).toMatchObject({
        "org.opencontainers.image.title": `segue-${name}`,
        "org.opencontainers.image.licenses": "MIT",
      });
    });

    test.each(names)("%s has what it needs to run, and nothing that it was made with", (name) => {
      const app = join(images[name].files, "app");
      const packages = {
        crud: ["@img", "detect-libc", "semver", "sharp"],
        streaming: [],
        player: [],
      };
      const has = readdirSync(app);
      expect(has.includes("node_modules") ? readdirSync(join(app, "node_modules")) : []).toEqual(
        packages[name],
      );
      expect(readdirSync(join(app, "compiled"))).toHaveLength(1);
      const { components } = JSON.parse(readFileSync(join(app, "sbom.cdx.json"), "utf8")) as {
        components: readonly { readonly name: string }[];
      };
      const listed = components.map((component) => component.name);
      expect(listed).toEqual(expect.arrayContaining(Object.keys(manifest.dependencies)));
      const made = Object.keys(manifest.devDependencies).filter((found) => listed.includes(found));
      expect(made).toEqual([]);
    });

    test(
      "run from their images, they take a song, serve it, and show the page",
      { timeout },
      async () => {
        const endTurn = await takeTurn();
        const uri = database(mongodbUri ?? "", `segue-images-${newId()}`);
        const secrets = { "segue-token": token, "segue-mongodb": uri };
        const use = async <T>(
          name: FunctionName,
          call: (at: Container) => Promise<T>,
        ): Promise<T> => {
          const ports = { watchdog: await freePort(), node: await freePort() };
          const container = await startImage(images[name], secrets, ports);
          try {
            return await call(container);
          } finally {
            await container.stop();
          }
        };
        try {
          const { id } = await use("crud", aSongIn);
          const renditions = await use("streaming", ({ url }) =>
            readSong(`${url}/${id}/main.m3u8`),
          );
          expect(renditions.map((rendition) => rendition.name)).toEqual([
            "a128",
            "a64",
            "a256",
            "flac",
          ]);
          const page = await use("player", async ({ url }) => (await fetch(`${url}/songs`)).text());
          expect(page).toContain("<title>Segue</title>");
        } finally {
          endTurn();
        }
      },
    );
  },
);
