/** A song that is uploaded to servers that die: what they have acknowledged of it must never be lost. */
import { createHash } from "node:crypto";
import { setTimeout as pause } from "node:timers/promises";
import type { Song } from "../../../api-client/contract.ts";
import { manifestAt } from "../hls.ts";
import { post, type Server } from "../server.ts";

const pieceLength = 150_000;
const tus = { "Tus-Resumable": "1.0.0" };

export type SongInWork = {
  readonly id: string;
  readonly bytes: Buffer;
  /** Bytes that a server has said are durable. */
  acknowledged: number;
};

const sha256 = (bytes: Uint8Array): string => createHash("sha256").update(bytes).digest("hex");

const expectStatus = async (response: Response, ...wanted: readonly number[]): Promise<void> => {
  if (!wanted.includes(response.status))
    throw new Error(`${response.url}: ${response.status} ${await response.text()}`);
};

export const beginByTus = async (server: Server, bytes: Buffer): Promise<SongInWork> => {
  const headers = { ...tus, "Upload-Length": String(bytes.length) };
  const response = await fetch(server.crud("uploads"), { method: "POST", headers });
  await expectStatus(response, 201);
  const id = response.headers.get("Location")?.split("/").at(-1) ?? "";
  return { id, bytes, acknowledged: 0 };
};

export const sendByPost = async (server: Server, bytes: Buffer): Promise<SongInWork> => {
  const response = await post(server, new Uint8Array(bytes));
  await expectStatus(response, 201);
  return { id: ((await response.json()) as Song).id, bytes, acknowledged: bytes.length };
};

const note = (song: SongInWork, response: Response): number => {
  const offset = Number(response.headers.get("Upload-Offset"));
  if (offset < song.acknowledged)
    throw new Error(`${song.id} is at ${offset}, and was at ${song.acknowledged}.`);
  song.acknowledged = offset;
  return offset;
};

/** Sends what is missing of it. */
export const goOn = async (server: Server, song: SongInWork): Promise<void> => {
  if (song.acknowledged === song.bytes.length) return;
  const url = server.crud(`uploads/${song.id}`);
  const head = await fetch(url, { method: "HEAD", headers: tus });
  await expectStatus(head, 200);
  for (let offset = note(song, head); offset < song.bytes.length;) {
    const response = await fetch(url, {
      method: "PATCH",
      headers: {
        ...tus,
        "Upload-Offset": String(offset),
        "Content-Type": "application/offset+octet-stream",
      },
      body: new Uint8Array(song.bytes.subarray(offset, offset + pieceLength)),
    });
    await expectStatus(response, 204);
    offset = note(song, response);
  }
};

/** The file as the server gives it back. */
export const expectWhole = async (server: Server, { id, bytes }: SongInWork): Promise<void> => {
  const response = await fetch(server.crud(`songs/${id}/original`));
  await expectStatus(response, 200);
  if (sha256(Buffer.from(await response.arrayBuffer())) !== sha256(bytes))
    throw new Error(`The original of ${id} is not what was sent.`);
};

/** ms: streaming keeps a playlist for a second; so each process may tell of less for a moment than another does. */
const catchesUp = 10_000;

/** As it is once the song's being ready has come about. */
const playlistAt = async (url: string, isReady: boolean): ReturnType<typeof manifestAt> => {
  for (const end = performance.now() + catchesUp; ;) {
    const manifest = await manifestAt(url);
    if (!isReady || manifest.endList || performance.now() > end) return manifest;
    await pause(100);
  }
};

export type Witness = { look(server: Server, id: string): Promise<void> };

/** Remembers every segment and playlist that it has seen: none may change, go, or get shorter. */
export const createWitness = (): Witness => {
  const hashes = new Map<string, string>();
  const lengths = new Map<string, number>();

  const lookAtSegment = async (path: string, url: string): Promise<void> => {
    const response = await fetch(url);
    await expectStatus(response, 200);
    const hash = sha256(Buffer.from(await response.arrayBuffer()));
    if (hash !== (hashes.get(path) ?? hash)) throw new Error(`${path} has changed.`);
    hashes.set(path, hash);
  };

  const lookAtPlaylist = async (path: string, url: string, isReady: boolean): Promise<void> => {
    const { segments, endList = false } = await playlistAt(url, isReady);
    if (segments.length < (lengths.get(url) ?? 0)) throw new Error(`${path} got shorter.`);
    if (isReady && !endList) throw new Error(`${path} has no end, and its song is ready.`);
    lengths.set(url, segments.length);
    for (const { uri } of segments) await lookAtSegment(`${path}/${uri}`, new URL(uri, url).href);
  };

  return {
    async look(server, id) {
      const found = await fetch(server.crud(`songs/${id}`));
      await expectStatus(found, 200);
      const song = (await found.json()) as Song;
      if (song.state === "failed") throw new Error(`${id}: ${JSON.stringify(song.reason)}`);
      if (!song.playable) return;
      const { playlists = [] } = await manifestAt(server.stream(song, "main.m3u8"));
      for (const { uri } of playlists)
        await lookAtPlaylist(`${id}/${uri}`, server.stream(song, uri), song.state === "ready");
    },
  };
};
