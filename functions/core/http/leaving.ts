/** The end of a replica under load: whoever sends requests to it learns of its end later than it does. */
import type { RequestListener } from "node:http";
import { Problem } from "../problem.ts";
import { refuse } from "./problems.ts";

/** ms without a request after which no more are expected: gateways have seen then that this replica is not ready. */
const quiet = 1_000;

export type Leaving = {
  readonly listener: RequestListener;
  /** From now on it is not ready, and serves what still comes. */
  begin(): void;
  /** Whether more may come. */
  isExpecting(): boolean;
};

const left = new Problem("leaving", { detail: "Send requests to another." });

export const createLeaving = (listener: RequestListener): Leaving => {
  let begun = false;
  let asked = 0;
  return {
    listener: (request, response) => {
      if (begun && request.url === "/readyz") return refuse(response, left);
      asked = performance.now();
      return listener(request, response);
    },
    begin() {
      begun = true;
      asked = performance.now();
    },
    isExpecting: () => performance.now() - asked < quiet,
  };
};
