/** Clocks that disagree. */
import type { Doctor } from "../../contract.ts";
import { left } from "../terminal/figures.ts";
import { type Check, good, wrong } from "./check.ts";

/** s: changes are told of with a window of 5 s for clocks that differ, half of it is for the way. */
const mostToStore = 2.5;
/** s: certificates and signatures begin to be taken for expired, or for not yet valid. */
const mostToServer = 60;

const synchronise = "Let NTP set both: timedatectl set-ntp true";

/** Local times (ms) when the doctor was called, and when it answered. */
export type Called = { readonly from: number; readonly to: number };

export const checkClocks = ({ time, store }: Doctor, { from, to }: Called): Check => {
  const server = Date.parse(time);
  const early = Math.max(0, from - server);
  const late = Math.max(0, server - to);
  const toServer = Math.max(early, late) / 1000;
  const toStore = Math.abs(server - Date.parse(store.time ?? time)) / 1000;
  if (toStore > mostToStore)
    return wrong(
      "clock",
      `The server's clock and its store's differ by ${left(toStore)}: songs that change may be missed.`,
      synchronise,
    );
  return toServer > mostToServer
    ? wrong(
        "clock",
        `This machine's clock and the server's differ by ${left(toServer)}.`,
        synchronise,
      )
    : good("clock", "This machine, the server and its store agree.");
};
