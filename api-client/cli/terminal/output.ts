/** What the program writes: results to standard output, everything else to standard error. */
import { styleText } from "node:util";
import type { Failure } from "../failure.ts";
import { clean, cleanJson } from "./text.ts";

type Style = "bold" | "dim" | "red" | "green" | "yellow";
export type Piece = string | { readonly text: string; readonly style: Style };

export type Output = {
  readonly json: boolean;
  /** People read it, and it can be drawn on. */
  readonly isTerminal: boolean;
  readonly columns: number;
  /** Somebody still reads the result: `head` stops to. */
  readonly isOpen: boolean;
  /** One line of the result. */
  line(...pieces: readonly Piece[]): void;
  /** One line of the result, its fields separated by tabs: for programs. */
  fields(...fields: readonly string[]): void;
  /** One JSON value on a line. */
  value(value: unknown): void;
  /** One line beside the result. */
  note(...pieces: readonly Piece[]): void;
  /** One line, and one with the hint. `what` is what it is about. */
  failure(failure: Failure, what?: string): void;
  /** Settles when all of the result is written; rejects with what kept it from being. */
  settle(): Promise<void>;
};

const draw = (pieces: readonly Piece[], stream: NodeJS.WriteStream): string =>
  pieces
    .map((piece) =>
      typeof piece === "string"
        ? clean(piece)
        : styleText(piece.style, clean(piece.text), { stream, validateStream: true }),
    )
    .join("");

export const createOutput = (json: boolean): Output => {
  const { stdout, stderr } = process;
  let fault: NodeJS.ErrnoException | undefined;
  stdout.on("error", (error) => (fault ??= error));
  // Nobody is left to be told.
  stderr.on("error", () => {});
  const write = (stream: NodeJS.WriteStream, text: string): void => void stream.write(`${text}\n`);
  const note: Output["note"] = (...pieces) => write(stderr, draw(pieces, stderr));
  return {
    json,
    isTerminal: stdout.isTTY && process.env["TERM"] !== "dumb",
    get columns() {
      return stdout.columns || 80;
    },
    get isOpen() {
      return fault === undefined;
    },
    line: (...pieces) => write(stdout, draw(pieces, stdout)),
    fields: (...fields) => write(stdout, fields.map(clean).join("\t")),
    value: (value) => write(stdout, cleanJson(value)),
    note,
    failure({ message, hint, type }, what) {
      if (json) {
        write(stderr, cleanJson({ error: message, hint, type, what }));
        return;
      }
      note({ text: "✖ ", style: "red" }, what === undefined ? message : `${what}: ${message}`);
      if (hint !== undefined) note({ text: `  ${hint}`, style: "dim" });
    },
    async settle() {
      // Errors are told after the callback.
      await new Promise<void>((resolve) => {
        stdout.write("", () => setImmediate(resolve));
      });
      if (fault && fault.code !== "EPIPE") throw fault;
    },
  };
};
