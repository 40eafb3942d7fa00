/** How all songs sound on this device. */
import type { Levelling, Quality } from "../playback/engine.ts";
import { canSetVolume, levelling, quality } from "../playback/sound.ts";
import { qualityLabels } from "./sound-quality.ts";

const levellings: Readonly<Record<Levelling, string>> = {
  track: "Song by song",
  album: "By album: quiet songs stay quiet",
  off: "Off",
};

type Props<Value extends string> = {
  readonly label: string;
  readonly of: { value: Value };
  readonly choices: Readonly<Record<Value, string>>;
  readonly disabled?: boolean;
};

const Choice = <Value extends string>({ label, of, choices, disabled = false }: Props<Value>) => (
  <label class="field">
    {label}
    <select
      disabled={disabled}
      onChange={({ currentTarget }) => void (of.value = currentTarget.value as Value)}
    >
      {Object.entries<string>(choices).map(([value, text]) => (
        <option key={value} value={value} selected={value === of.value}>
          {text}
        </option>
      ))}
    </select>
  </label>
);

export const SoundChoices = () => (
  <>
    <Choice<Quality> label="Quality" of={quality} choices={qualityLabels} />
    <Choice<Levelling>
      label="Even loudness"
      of={levelling}
      choices={levellings}
      disabled={!canSetVolume.value}
    />
    {!canSetVolume.value && (
      <p class="hint">
        This device keeps the volume to its buttons, so songs play as loud as they were made.
      </p>
    )}
  </>
);
