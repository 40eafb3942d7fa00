/** Names of the streams, and the choice between them. */
import { computed } from "@preact/signals";
import type { Song } from "../../api-client/contract.ts";
import { type MenuItem, openMenu } from "../app/menu.ts";
import type { Quality } from "../playback/engine.ts";
import { player } from "../playback/instance.ts";
import { quality } from "../playback/sound.ts";

type Named = { readonly short: string; readonly long: string };

const names: Readonly<Record<string, Named>> = {
  flac: { short: "Lossless", long: "Lossless · FLAC" },
  a256: { short: "High", long: "High · AAC 256 kbit/s" },
  a128: { short: "Normal", long: "Normal · AAC 128 kbit/s" },
  a64: { short: "Low", long: "Low · AAC 64 kbit/s" },
};

const choices: readonly Quality[] = ["auto", "flac", "a256", "a128", "a64"];

/** kHz, where it is known and says something. */
const rateOf = ({ start }: Song): string =>
  start === undefined ? "" : ` ${start.sampleRate / 1000} kHz`;

/** What sounds now; before that, what was chosen. */
const current = computed(() => player.rendition.value ?? quality.value);

export const shortQuality = computed(() => names[current.value]?.short ?? "Auto");

export const longQuality = computed(() => {
  const song = player.current.value;
  const long = names[current.value]?.long ?? "Auto";
  return song && current.value === "flac" ? `${long}${rateOf(song)}` : long;
});

const labelOf = (choice: Quality): string =>
  choice === "auto" ? "Auto: the best for the line" : (names[choice]?.long ?? choice);

export const qualityLabels = Object.fromEntries(
  choices.map((choice) => [choice, labelOf(choice)]),
) as Readonly<Record<Quality, string>>;

const mayChoose = (choice: Quality): boolean =>
  choice === "auto" || (player.current.peek()?.renditions.includes(choice) ?? true);

export const openQualityMenu = (at: Element): void => {
  const items: MenuItem[] = choices.filter(mayChoose).map((choice) => ({
    label: labelOf(choice),
    isChosen: quality.peek() === choice,
    run: () => void (quality.value = choice),
  }));
  openMenu("Quality", items, at);
};

/** AAC plays everywhere. */
export const chooseAac = (): void => {
  const has = player.current.peek()?.renditions ?? [];
  quality.value = has.includes("a256") ? "a256" : "a128";
};
