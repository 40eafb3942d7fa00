/** The one player of the page. */
import { client } from "../library/client.ts";
import { onChanges } from "../library/follow.ts";
import { createPlayer } from "./player.ts";
import { emptyQueue } from "./queue.ts";

export const player = createPlayer({
  loadEngine: async (events) => {
    const { createEngine } = await import("./engine/create.ts");
    const audio = document.querySelector("audio") ?? new Audio();
    return createEngine(audio, { client, events });
  },
  fetchSong: (id) => client.get(id),
  start: { queue: emptyQueue, songs: [], position: 0 },
  onSkip: () => {},
});

onChanges({ onSongs: player.note, onGap: () => {} });
