import type { Command } from "commander";
import type { Act, Context } from "../context.ts";
import type { Check } from "../doctor/check.ts";
import { examine } from "../doctor/examine.ts";
import { type ExitCode, exitCodes } from "../exit-codes.ts";
import type { Piece } from "../terminal/output.ts";

const marks: Readonly<Record<Check["state"], Piece>> = {
  good: { text: "✔ ", style: "green" },
  wrong: { text: "✖ ", style: "red" },
  unknown: { text: "? ", style: "yellow" },
};

const nameWidth = 11;

const doctor = async (context: Context): Promise<ExitCode> => {
  const { out } = context;
  const checks = await examine(context);
  for (const { name, state, message, hint } of checks) {
    if (out.json) {
      out.value({ check: name, state, message, hint });
      continue;
    }
    out.line(marks[state], name.padEnd(nameWidth), message);
    if (hint !== undefined) out.line(" ".repeat(nameWidth + 2), { text: hint, style: "dim" });
  }
  return checks.find(({ state }) => state === "wrong")?.code ?? exitCodes.ok;
};

export const addDoctor = (program: Command, act: Act): void => {
  program
    .command("doctor")
    .summary("find out what is wrong, and what to do")
    .description(
      "Looks at the server, the token, the store, ffmpeg, the clocks and the other functions, and says what is wrong and what to do about it.",
    )
    .action(act(doctor));
};
