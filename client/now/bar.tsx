/** What plays, and its controls: a small player on phones, a wide one with the wave elsewhere. */
import { clean } from "../app/format.ts";
import { Icon } from "../app/icon.tsx";
import { lazy } from "../app/lazy.tsx";
import { Cover } from "../covers/cover.tsx";
import { player } from "../playback/instance.ts";
import { isWide } from "./media.ts";
import { isQueueShown, toggleQueue } from "./queue-state.ts";
import { openStage } from "./stage-state.ts";
import { loadRest } from "./start.ts";
import { Transport } from "./transport.tsx";
import "./bar.css";

const Line = lazy(async () => (await loadRest()).Line);
const Quality = lazy(async () => (await loadRest()).Quality);
const TroubleNote = lazy(async () => (await loadRest()).TroubleNote);
const Volume = lazy(async () => (await loadRest()).Volume);
const WaveRow = lazy(async () => (await loadRest()).WaveRow);

const Current = () => {
  const song = player.current.value;
  if (!song) return <p class="bar-empty">Nothing is playing.</p>;
  const title = clean(song.title);
  const artist = clean(song.artist ?? "Unknown artist");
  return (
    <button type="button" class="bar-song" onClick={openStage}>
      <span class="visually-hidden">Open now playing: </span>
      <Cover of={song} eager />
      <span class="bar-names">
        <span class="title" dir="auto" title={title}>
          {title}
        </span>
        <span class="artist" dir="auto" title={artist}>
          {artist}
        </span>
      </span>
    </button>
  );
};

const More = () => (
  <div class="bar-more">
    {player.current.value && <Quality />}
    <Volume />
    <button
      type="button"
      class="icon-button"
      aria-label="Queue"
      aria-pressed={isQueueShown.value}
      onClick={toggleQueue}
    >
      <Icon name="queue" />
    </button>
  </div>
);

export const Bar = () => (
  <section class="bar" aria-label="Player">
    {player.trouble.value && <TroubleNote />}
    {isWide.value ? <WaveRow /> : <Line />}
    <Current />
    <Transport extra="wide" />
    {isWide.value && <More />}
  </section>
);
