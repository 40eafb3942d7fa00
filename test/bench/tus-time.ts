/** The same file by tus, in PATCHes as clients make them, against one POST. */
import { readFile } from "node:fs/promises";
import { type Server, startServer, upload } from "../support/server.ts";
import type { Material } from "./material.ts";
import { type Figure, inTurn, timed } from "./measure.ts";

const rounds = 3;
/** Bytes: about 10 s at a megabyte a second. */
const pieceLength = 10_000_000;
const tus = { "Tus-Resumable": "1.0.0" };

const byTus = async (server: Server, body: Uint8Array<ArrayBuffer>): Promise<void> => {
  const created = await fetch(server.crud("uploads"), {
    method: "POST",
    headers: { ...tus, "Upload-Length": String(body.length) },
  });
  const id = created.headers.get("Location")?.split("/").at(-1) ?? "";
  for (let offset = 0; offset < body.length; offset += pieceLength) {
    const response = await fetch(server.crud(`uploads/${id}`), {
      method: "PATCH",
      headers: {
        ...tus,
        "Upload-Offset": String(offset),
        "Content-Type": "application/offset+octet-stream",
      },
      body: body.subarray(offset, offset + pieceLength),
    });
    if (response.status !== 204) throw new Error(await response.text());
  }
};

/** Each on a server of its own: what the one leaves to prepare shall not slow the other. */
const onServer = async (send: (server: Server) => Promise<unknown>): Promise<number> => {
  const server = await startServer();
  const took = await timed(() => send(server));
  await server.kill();
  return took;
};

export const tusTime = async ({ wav }: Material): Promise<Figure[]> => {
  const body = new Uint8Array(await readFile(wav));
  const found = await inTurn(
    rounds,
    () => onServer((server) => byTus(server, body)),
    () => onServer((server) => upload(server, body)),
  );
  return [
    {
      name: `A ${Math.round(body.length / 1e6)} MB WAV by tus, against one POST`,
      value: found.ratio,
      unit: "of the baseline",
      detail: `${found.ours.toFixed(2)} s in pieces of ${pieceLength / 1e6} MB against ${found.baseline.toFixed(2)} s`,
    },
  ];
};
