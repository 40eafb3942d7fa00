/** The files on their way into the library: two at a time, each until it is there or cannot be. */
import { type ReadonlySignal, signal } from "@preact/signals";
import type { Song } from "../../api-client/contract.ts";
import { carry, stateOfSong } from "./carry.ts";
import { emptyFile } from "./failure.ts";
import type { Ports } from "./ports.ts";
import type { LeftBehind } from "./left-behind.ts";
import { hasGoneWell, isPending, type Upload } from "./upload.ts";

const atOnce = 2;

export type Uploads = {
  readonly list: ReadonlySignal<readonly Upload[]>;
  /** What is under way already is not taken twice. `replaces`: the song that failed, in whose place they come. */
  add(files: readonly File[], replaces?: Song): void;
  /** Says what was half sent when another page was left. */
  recall(left: readonly LeftBehind[]): void;
  pause(upload: Upload): void;
  /** Takes it off the list, whatever it was about to do. */
  drop(upload: Upload): void;
  /** After a failure or a pause; or although the library has it. */
  again(upload: Upload): void;
  replace(upload: Upload, file: File): void;
  /** Takes off the list what came to a good end. */
  tidy(): void;
  /** Takes off the list all that is not under way. */
  clear(): void;
  /** What changed in the library. */
  note(songs: readonly Song[]): void;
};

const isSame = (one: File, other: File): boolean =>
  one.name === other.name &&
  one.size === other.size &&
  one.lastModified === other.lastModified &&
  one.webkitRelativePath === other.webkitRelativePath;

export const createUploads = (ports: Ports): Uploads => {
  const list = signal<readonly Upload[]>([]);
  const running = new Map<Upload, AbortController>();
  /** To be sent although the library has them. */
  const anyway = new Set<Upload>();
  let nextKey = 1;

  const made = (file: File, replaces: Song | undefined): Upload => ({
    key: nextKey++,
    file,
    size: file.size,
    replaces,
    id: signal(undefined),
    state: signal(file.size === 0 ? emptyFile(file.name) : { is: "waiting" }),
  });

  const recalled = ({ id, name, size }: LeftBehind): Upload => ({
    key: nextKey++,
    file: new File([], name),
    size,
    replaces: undefined,
    id: signal(id),
    state: signal({ is: "left", sent: undefined }),
  });

  const isLeftOf = ({ file: { name }, size, state }: Upload, file: File): boolean =>
    state.peek().is === "left" && name === file.name && size === file.size;

  /** How far it is; or whether it is no more. */
  const lookAfter = async (upload: Upload): Promise<void> => {
    const song = await ports.look(upload.id.peek() ?? "").catch(() => null);
    // Without an answer nothing is known: then it stays as it is.
    if (song !== null && upload.state.peek().is === "left") noteLeft(upload, song);
  };

  const noteLeft = (upload: Upload, song: Song | undefined): void => {
    if (song?.state === "uploading") upload.state.value = { is: "left", sent: song.uploaded };
    else without((other) => other === upload);
  };

  const run = async (upload: Upload): Promise<void> => {
    const stop = new AbortController();
    running.set(upload, stop);
    try {
      await carry({ upload, ports, signal: stop.signal }, anyway.has(upload));
    } catch (error) {
      if (!stop.signal.aborted) throw error;
    } finally {
      running.delete(upload);
      fill();
    }
  };

  const fill = (): void => {
    for (const upload of list.peek()) {
      if (running.size >= atOnce) return;
      if (upload.state.peek().is === "waiting" && !running.has(upload)) void run(upload);
    }
  };

  const without = (gone: (upload: Upload) => boolean): void => {
    list.value = list.peek().filter((upload) => !gone(upload));
  };

  return {
    list,
    add(files, replaces) {
      const known = list.peek().filter(({ state }) => isPending(state.peek()));
      const fresh = files.filter((file) => !known.some((upload) => isSame(upload.file, file)));
      const isBack = (upload: Upload): boolean => fresh.some((file) => isLeftOf(upload, file));
      const coming = fresh.map((file) => made(file, replaces));
      list.value = [...list.peek().filter((upload) => !isBack(upload)), ...coming];
      fill();
    },
    recall(left) {
      const known = new Set(list.peek().map((upload) => upload.id.peek()));
      const items = left.filter(({ id }) => !known.has(id)).map(recalled);
      list.value = [...list.peek(), ...items];
      for (const item of items) void lookAfter(item);
    },
    pause(upload) {
      const now = upload.state.peek();
      if (now.is !== "uploading") return;
      running.get(upload)?.abort();
      upload.state.value = { is: "paused", sent: now.sent };
    },
    drop(upload) {
      without((other) => other === upload);
      running.get(upload)?.abort();
      const id = upload.id.peek();
      // Not what was left behind: another page may be sending it. The server forgets it after a day.
      if (id !== undefined && isPending(upload.state.peek())) ports.discard(id);
    },
    again(upload) {
      if (upload.state.peek().is === "present") anyway.add(upload);
      upload.state.value = { is: "waiting" };
      fill();
    },
    replace(upload, file) {
      const next = made(file, upload.replaces);
      list.value = list.peek().map((other) => (other === upload ? next : other));
      fill();
    },
    tidy: () => without(({ state }) => hasGoneWell(state.peek())),
    clear: () => without(({ state }) => !isPending(state.peek())),
    note(songs) {
      const changed = new Map(songs.map((song) => [song.id, song]));
      for (const upload of list.peek()) {
        const now = upload.state.peek();
        const song = changed.get(now.is === "processing" ? now.id : (upload.id.peek() ?? ""));
        if (song && now.is === "processing") upload.state.value = stateOfSong(song);
        if (song && now.is === "left") noteLeft(upload, song);
      }
    },
  };
};
