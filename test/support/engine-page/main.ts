/** A page with nothing but the engine, in the hands of a test. */
import type { Song } from "../../../api-client/contract.ts";
import { SegueClient } from "../../../api-client/segue-client.ts";
import { createEngine } from "../../../client/playback/engine/create.ts";
import type { Engine, EngineState } from "../../../client/playback/engine.ts";

export type Told =
  | { readonly kind: "state"; readonly state: EngineState }
  | { readonly kind: "next"; readonly id: string }
  | { readonly kind: "end" }
  | { readonly kind: "fault"; readonly fault: string | undefined; readonly id: string };

export type Hands = {
  readonly engine: Engine;
  readonly client: SegueClient;
  readonly audio: HTMLAudioElement;
  /** All that the engine has said so far. */
  readonly told: Told[];
  /** As the server has them now, to be named by their ids. */
  readonly songs: Record<string, Song>;
  /** Songs that are yet to follow, as a queue has them: the next one is named as soon as one begins. */
  readonly upNext: Song[];
};

const audio = document.querySelector("audio");
const crud = new URLSearchParams(location.search).get("crud");
if (!audio || crud === null) throw new Error("The page lacks its audio element or its server.");

const told: Told[] = [];
const upNext: Song[] = [];
const client = new SegueClient({ url: crud });
const engine = createEngine(audio, {
  client,
  events: {
    onState: (state) => void told.push({ kind: "state", state }),
    onNext({ id }) {
      told.push({ kind: "next", id });
      const next = upNext.shift();
      if (next) engine.follow(next);
    },
    onEnd: () => void told.push({ kind: "end" }),
    onFault: (fault, { id }) => void told.push({ kind: "fault", fault, id }),
  },
});
Object.assign(globalThis, { engine, client, audio, told, songs: {}, upNext } satisfies Hands);
