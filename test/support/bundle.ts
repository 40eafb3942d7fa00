/** Functions as their images have them: bundled by the Dockerfile's own line, with its settings. */
import { execFileSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { cp, mkdir, symlink } from "node:fs/promises";
import { delimiter, join } from "node:path";

export type FunctionName = "crud" | "streaming" | "player";

const root = join(import.meta.dirname, "../..");
export const dockerfile = readFileSync(join(root, "docker/Dockerfile"), "utf8");

export const isOnPath = (program: string): boolean =>
  (process.env["PATH"] ?? "").split(delimiter).some((folder) => existsSync(join(folder, program)));

/** What `ENV` says in the Dockerfile. */
export const imageSettings = (): Record<string, string> => {
  const lines = /^ENV (?<lines>(?:.*\\\n)*.*)$/m.exec(dockerfile)?.groups?.["lines"] ?? "";
  const settings = [...lines.matchAll(/(\w+)=(?:"([^"]*)"|(\S+))/g)];
  return Object.fromEntries(
    settings.map(([, name = "", quoted, plain]) => [name, quoted ?? plain ?? ""]),
  );
};

/** Makes the files that the image has at /app; returns their folder. */
export const bundle = async (name: FunctionName, folder: string): Promise<string> => {
  const app = join(folder, name);
  const options = /npx rolldown "[^"]+" (.*) --dir/.exec(dockerfile)?.[1]?.split(" ") ?? [];
  const rolldown = join(root, "node_modules/.bin/rolldown");
  const entry = join(root, "functions", name, "server.ts");
  await mkdir(app, { recursive: true });
  execFileSync(rolldown, [entry, ...options, "--dir", app], { cwd: root, stdio: "ignore" });
  if (name === "player")
    await cp(join(root, "client/dist"), join(app, "client"), { recursive: true });
  if (name === "crud") await symlink(join(root, "node_modules"), join(app, "node_modules"));
  return app;
};
