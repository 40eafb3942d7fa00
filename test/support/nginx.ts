/** nginx, where there is one: what others make of the same request for the same file. */
import { once } from "node:events";
import { existsSync } from "node:fs";
import { chmod, mkdtemp, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { run } from "./sound.ts";

/** Debian's, taken apart by set-up: installed, it would begin to serve. */
const unpacked = join(import.meta.dirname, "../../node_modules/.cache/segue/nginx/usr/sbin/nginx");

export const nginx = [unpacked, "/usr/sbin/nginx", "/opt/homebrew/bin/nginx"].find(existsSync);

export type Nginx = { readonly url: string; stop(): Promise<void> };

const freePort = async (): Promise<number> => {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as { port: number };
  server.close();
  await once(server, "close");
  return port;
};

const configuration = (folder: string, port: number): string => `
daemon on;
worker_processes 1;
pid ${folder}/nginx.pid;
error_log ${folder}/error.log;
events { worker_connections 4096; }
http {
  access_log off;
  types { application/vnd.apple.mpegurl m3u8; audio/mp4 m4s; }
  sendfile on;
  tcp_nopush on;
  keepalive_requests 1000000;
  gzip_static on;
  gzip_vary on;
  ${["client_body", "proxy", "fastcgi", "uwsgi", "scgi"].map((name) => `${name}_temp_path ${folder}/${name};`).join("\n  ")}
  server { listen 127.0.0.1:${port}; root ${folder}; }
}
`;

/** Serves the files of a folder of its own. `program`: an nginx. */
export const startNginx = async (
  program: string,
  files: Readonly<Record<string, Uint8Array>>,
): Promise<Nginx> => {
  const folder = await mkdtemp(join(tmpdir(), "segue-nginx-"));
  // Its workers are nobody's.
  await chmod(folder, 0o755);
  const port = await freePort();
  for (const [name, bytes] of Object.entries(files)) await writeFile(join(folder, name), bytes);
  const path = join(folder, "nginx.conf");
  await writeFile(path, configuration(folder, port));
  const args = ["-p", folder, "-c", path, "-e", join(folder, "error.log")];
  // It comes back once it listens.
  await run(program, args);
  return {
    url: `http://127.0.0.1:${port}/`,
    async stop() {
      await run(program, [...args, "-s", "stop"]);
      await rm(folder, { recursive: true });
    },
  };
};
