/** The engine on the page's audio element, as loud and as fine as was chosen. */
import { client } from "../library/client.ts";
import type { Engine, EngineEvents } from "./engine.ts";
import { createEngine } from "./engine/create.ts";
import { applySound } from "./sound.ts";

export const createSounding = (
  events: EngineEvents,
  from: Parameters<typeof createEngine>[1]["client"] = client,
): Engine => {
  const audio = document.querySelector("audio") ?? new Audio();
  const engine = createEngine(audio, { client: from, events });
  applySound(engine);
  return engine;
};
