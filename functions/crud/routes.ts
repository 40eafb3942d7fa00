/** What the routes of crud share. */
import type { Logger } from "pino";
import type { Config } from "../core/config.ts";
import type { Guards } from "../core/http/auth.ts";
import type { Tries } from "../core/http/tries.ts";
import type { Bell } from "../core/ingest/bell.ts";
import type { Song } from "../core/song/song.ts";
import type { Store } from "../core/store/store.ts";
import type { Song as WireSong, Start } from "../../api-client/contract.ts";
import type { RoomGuard } from "./room.ts";
import type { StartData } from "./start.ts";
import type { StreamingOf } from "./wire.ts";

export type CrudDoors = {
  readonly store: Store;
  readonly bell: Bell;
  readonly log: Logger;
  readonly config: Pick<Config, "streamingUrl" | "largest" | "limits" | "crowd">;
  readonly guards: Guards;
  readonly tries: Tries;
  readonly room: RoomGuard;
  readonly startData: StartData;
  /** Aborted when the process ends: whoever waits for something stops to. */
  readonly ending: AbortSignal;
  readonly streamingOf: StreamingOf;
  readonly onWire: (song: Song, start?: Start) => WireSong;
};

/** Songs change all the time: nothing in between may keep an answer. */
export const unkept = { "Cache-Control": "no-store" };
