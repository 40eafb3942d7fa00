/** Tells the rows of songs that this page uploads how far they are. */
import { effect, signal } from "@preact/signals";
import { percent } from "../app/format.ts";
import { onChanges } from "../library/follow.ts";
import { type Sent, sending } from "../library/sending.ts";
import { timeLeft } from "./text.ts";
import type { Upload } from "./upload.ts";
import type { Uploads } from "./uploads.ts";

const sentOf = ({ file, state: { value: state } }: Upload): Sent | undefined => {
  if (state.is === "offline") return { part: 0, text: "Offline, continues by itself" };
  if (state.is !== "uploading") return undefined;
  const part = state.sent / file.size;
  const left = timeLeft(file.size, state);
  return { part, text: `Uploading ${percent(part)}${left === "" ? "" : ` · ${left}`}` };
};

export const tellRows = ({ list }: Uploads): void => {
  /** Ids of songs that are being uploaded, by whomever, under the name of their file. */
  const growing = signal<ReadonlyMap<string, string>>(new Map());
  onChanges({
    onGap: () => {},
    onSongs(songs) {
      const next = new Map(growing.peek());
      for (const { id, state, filename } of songs)
        if (filename !== undefined && state === "uploading") next.set(filename, id);
      growing.value = next;
    },
  });
  effect(() => {
    const told = list.value.flatMap((upload) => {
      const id = growing.value.get(upload.file.name);
      const sent = id === undefined ? undefined : sentOf(upload);
      return id !== undefined && sent ? [[id, sent] as const] : [];
    });
    if (told.length > 0 || sending.peek().size > 0) sending.value = new Map(told);
  });
};
