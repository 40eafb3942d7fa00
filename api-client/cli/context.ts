/** What every command has. */
import type { SegueClient, Shares } from "../node.ts";
import type { ExitCode } from "./exit-codes.ts";
import type { Output } from "./terminal/output.ts";

export type Context = {
  readonly out: Output;
  readonly client: SegueClient;
  /** The same for what takes long and would be a pity to break off: it waits longer for a server that is away. */
  readonly patient: SegueClient;
  readonly shares: Shares;
  /** Of crud. */
  readonly server: URL;
  readonly hasToken: boolean;
  /** Ctrl-C, or SIGTERM. */
  readonly signal: AbortSignal;
};

/** Makes a command of commander's out of ours: with its context, its failures and its exit code. */
export type Act = <Parameters extends unknown[]>(
  run: (context: Context, ...parameters: Parameters) => Promise<ExitCode>,
) => (...parameters: Parameters) => Promise<void>;
