/** The one player of the page. */
import type { Song } from "../../api-client/contract.ts";
import { onDevice } from "../app/storage.ts";
import { toast } from "../app/toast.ts";
import { client } from "../library/client.ts";
import { onChanges } from "../library/follow.ts";
import type { Trouble } from "./deck.ts";
import type { Engine, EngineEvents } from "./engine.ts";
import { leftFrom } from "./left.ts";
import { createPlayer } from "./player.ts";
import { keepLeft } from "./resume.ts";

const loadEngine = async (events: EngineEvents): Promise<Engine> => {
  const { createSounding } = await import("./sounding.ts");
  return createSounding(events);
};

const sayOfSkip = ({ fault, song }: Trouble): void => {
  const why = fault === "deleted" ? "it was deleted" : "your browser can't play it";
  toast(`Skipped “${song?.title ?? "a song"}”: ${why}.`);
};

/** By the page before this one. */
const left = leftFrom(onDevice.read("queue"), onDevice.read("position"));

export const player = createPlayer({
  loadEngine,
  fetchSong: (id) => client.get(id),
  start: left,
  onSkip: sayOfSkip,
});

keepLeft(player, onDevice, left.queue);

const noteGap = async (): Promise<void> => {
  const song = player.current.peek();
  const now: Song | undefined = song && (await client.get(song.id));
  if (now) player.note([now]);
};

onChanges({ onSongs: player.note, onGap: () => void noteGap() });
