/** The program `segue`. */
import { createShares, SegueClient } from "../node.ts";
import type { Act, Context } from "./context.ts";
import { type ExitCode, exitCodes } from "./exit-codes.ts";
import { interruption, isInterruption, pathIn, toFailure } from "./failure.ts";
import { maskIds } from "./commands/options.ts";
import { createProgram, Shown } from "./program.ts";
import { crudUrl, defaultServer, tokenIn } from "./settings.ts";
import { createOutput, type Output } from "./terminal/output.ts";

/** ms: a redeploy takes a second, and a person would rather know. */
const retryFor = 3_000;
/** ms */
const patientlyFor = 30_000;

type GlobalOptions = { readonly json?: boolean; readonly url?: string };

const stopping = new AbortController();

const stopOn = (name: "SIGINT" | "SIGTERM"): void => {
  const reason = interruption(name);
  process.on(name, () => {
    // Whoever presses it twice does not want to wait.
    if (stopping.signal.aborted) process.exit(reason.code);
    stopping.abort(reason);
  });
};

const createContext = (out: Output, { url }: GlobalOptions): Context => {
  const server = crudUrl(url ?? (process.env["SEGUE_URL"] || defaultServer));
  const token = tokenIn(process.env["SEGUE_TOKEN"]);
  return {
    out,
    server,
    hasToken: token !== undefined,
    client: new SegueClient({ url: server, token, retryFor }),
    patient: new SegueClient({ url: server, token, retryFor: patientlyFor }),
    shares: createShares({ url: server, token, retryFor }),
    signal: stopping.signal,
  };
};

const run = async (out: Output): Promise<ExitCode> => {
  let code: ExitCode = exitCodes.ok;
  const act: Act =
    (command) =>
    async (...parameters) => {
      code = await command(createContext(out, program.opts<GlobalOptions>()), ...parameters);
    };
  const program = createProgram(act);
  try {
    await program.parseAsync(maskIds(process.argv));
  } catch (error) {
    if (error instanceof Shown) return error.code;
    const failure = toFailure(error);
    if (isInterruption(failure)) out.note("Stopped.");
    else out.failure(failure, pathIn(failure));
    return failure.code;
  }
  return code;
};

/** A result that could not be written is none. */
const settle = async (out: Output, code: ExitCode): Promise<ExitCode> => {
  try {
    await out.settle();
    return code;
  } catch (error) {
    out.failure(toFailure(error), "standard output");
    return exitCodes.failed;
  }
};

stopOn("SIGINT");
stopOn("SIGTERM");
const out = createOutput(process.argv.includes("--json"));
process.exit(await settle(out, await run(out)));
