/** The one player of the page. */
import type { Song } from "../../api-client/contract.ts";
import { onDevice } from "../app/storage.ts";
import { toast } from "../app/toast.ts";
import { client } from "../library/client.ts";
import { onChanges } from "../library/follow.ts";
import type { Trouble } from "./deck.ts";
import type { Engine, EngineEvents } from "./engine.ts";
import { createPlayer } from "./player.ts";
import { keepLeft, readLeft } from "./resume.ts";
import { applySound } from "./sound.ts";

const loadEngine = async (events: EngineEvents): Promise<Engine> => {
  const { createEngine } = await import("./engine/create.ts");
  const audio = document.querySelector("audio") ?? new Audio();
  const engine = createEngine(audio, { client, events });
  applySound(engine);
  return engine;
};

const sayOfSkip = ({ fault, song }: Trouble): void => {
  const why = fault === "deleted" ? "it was deleted" : "your browser can't play it";
  toast(`Skipped “${song?.title ?? "a song"}”: ${why}.`);
};

export const player = createPlayer({
  loadEngine,
  fetchSong: (id) => client.get(id),
  start: readLeft(onDevice),
  onSkip: sayOfSkip,
});

keepLeft(player, onDevice);

const noteGap = async (): Promise<void> => {
  const song = player.current.peek();
  const now: Song | undefined = song && (await client.get(song.id));
  if (now) player.note([now]);
};

onChanges({ onSongs: player.note, onGap: () => void noteGap() });
