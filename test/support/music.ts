/**
 * Real songs with real tags, from Debian's singularity-music: "Awakening" and "Coherence" by Maxstack, CC BY-SA 3.0,
 * Vorbis at 48 kHz. Tests that want them are skipped where the package is not installed.
 */
import { existsSync } from "node:fs";
import { join } from "node:path";

const folder = "/usr/share/games/singularity/music";

export const hasMusic = existsSync(folder);

export const songPath = (name: "Awakening" | "Coherence"): string => join(folder, `${name}.ogg`);
