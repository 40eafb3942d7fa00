/** The stage: the song that plays, as large as the page. */
import { useEffect, useRef } from "preact/hooks";
import type { Song } from "../../api-client/contract.ts";
import { Modal } from "../app/dialog.tsx";
import { clean } from "../app/format.ts";
import { Icon } from "../app/icon.tsx";
import { address } from "../app/router.ts";
import { Cover } from "../covers/cover.tsx";
import { player } from "../playback/instance.ts";
import type { From } from "../playback/queue.ts";
import { stageHue } from "./hue.ts";
import { hasStageQueue } from "./media.ts";
import { QueueList } from "./queue-list.tsx";
import { longQuality, openQualityMenu } from "./sound-quality.ts";
import { StageFoot } from "./stage-foot.tsx";
import { openStageMenu } from "./stage-menu.ts";
import { closeStage } from "./stage-state.ts";
import { elapsed, remaining } from "./times.ts";
import { Transport } from "./transport.tsx";
import { TroubleNote } from "./trouble.tsx";
import { Wave } from "./wave.tsx";
import "./stage.css";

const kinds: Readonly<Record<From["kind"], string>> = {
  album: "Playing from album",
  artist: "Playing from artist",
  search: "Playing from search",
  songs: "Playing from",
};

const Source = () => {
  const { from } = player.queue.value;
  if (!from) return <p class="stage-from">Now playing</p>;
  return (
    <p class="stage-from">
      {kinds[from.kind]}
      <b dir="auto">{clean(from.name) || "Songs"}</b>
    </p>
  );
};

const Head = ({ song }: { readonly song: Song }) => (
  <header class="stage-head">
    <button type="button" class="icon-button" aria-label="Close now playing" onClick={closeStage}>
      <Icon name="down" />
    </button>
    <Source />
    <button
      type="button"
      class="icon-button"
      aria-label={`More for ${clean(song.title)}`}
      onClick={({ currentTarget }) => openStageMenu(song, currentTarget)}
    >
      <Icon name="more" />
    </button>
  </header>
);

const Artist = ({ song: { artist, year } }: { readonly song: Song }) => (
  <p class="stage-artist" dir="auto">
    {artist === undefined ? (
      "Unknown artist"
    ) : (
      <a href={address("artist", { name: artist })} onClick={closeStage}>
        {clean(artist)}
      </a>
    )}
    {year !== undefined && ` · ${year}`}
  </p>
);

const Names = ({ song }: { readonly song: Song }) => (
  <div class="stage-names">
    <h1 dir="auto" title={clean(song.title)}>
      {clean(song.title)}
    </h1>
    <Artist song={song} />
    <button
      type="button"
      class="chip"
      onClick={({ currentTarget }) => openQualityMenu(currentTarget)}
    >
      <span class="visually-hidden">Quality: </span>
      {longQuality}
    </button>
  </div>
);

const WaveRow = () => (
  <div class="stage-wave">
    <Wave bars={hasStageQueue.value ? 170 : 64} isSmooth />
    <p class="stage-times">
      <time>{elapsed}</time>
      <time>{remaining}</time>
    </p>
  </div>
);

/** The colour of the stage is the cover's. */
const useHue = (song: Song) => {
  const element = useRef<HTMLDivElement>(null);
  const hue = stageHue(song);
  useEffect(() => element.current?.style.setProperty("--hue", String(hue)), [hue]);
  return element;
};

const Shown = ({ song }: { readonly song: Song }) => (
  <div class="stage-view" ref={useHue(song)}>
    <Head song={song} />
    <div class="stage-song">
      <Cover of={song} width={1024} eager />
      <Names song={song} />
      <WaveRow />
      <Transport />
      <TroubleNote />
      <StageFoot />
    </div>
    {hasStageQueue.value && (
      <section class="stage-queue" aria-label="Queue">
        <QueueList />
      </section>
    )}
  </div>
);

export const StageView = () => {
  const song = player.current.value;
  useEffect(() => {
    if (!song) closeStage();
  }, [song]);
  return (
    <Modal label="Now playing" class="stage" onClose={closeStage}>
      {song && <Shown song={song} />}
    </Modal>
  );
};
