#!/usr/bin/env node
// Starts the program: in this Node where it can run TypeScript, else in the one that lies among the packages.
import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";

const leastNode = 26;
const newer = fileURLToPath(new URL("../../node_modules/node/bin/node", import.meta.url));
const main = fileURLToPath(new URL("main.ts", import.meta.url));

const runIn = (node) => {
  const child = spawn(node, [main, ...process.argv.slice(2)], { stdio: "inherit" });
  // A terminal sends Ctrl-C to both: the program ends in its own way, and this one after it.
  process.on("SIGINT", () => {});
  for (const signal of ["SIGTERM", "SIGHUP"]) process.on(signal, () => child.kill(signal));
  child.on("exit", (code, signal) => {
    process.exitCode = code ?? 128 + (signal === "SIGKILL" ? 9 : 15);
  });
};

if (Number(process.versions.node.split(".")[0]) >= leastNode) await import("./main.ts");
else if (existsSync(newer)) runIn(newer);
else {
  process.stderr.write(
    `segue: It needs Node ${leastNode} or newer; this is ${process.version}.\n` +
      "  Run npm ci in Segue's folder, which brings it.\n",
  );
  process.exitCode = 1;
}
