/** Tells the rows of songs that this page uploads how far they are. */
import { effect } from "@preact/signals";
import { percent } from "../app/format.ts";
import { type Sent, sending } from "../library/sending.ts";
import { textOf, timeLeft } from "./text.ts";
import { isPending, sentOf, type Upload } from "./upload.ts";
import type { Uploads } from "./uploads.ts";

const said = (upload: Upload): string => {
  const state = upload.state.value;
  if (state.is !== "uploading") return textOf(upload);
  const left = timeLeft(upload.size, state);
  return `Uploading ${percent(state.sent / upload.size)}${left === "" ? "" : ` · ${left}`}`;
};

const isTold = ({ id, state }: Upload): boolean =>
  id.value !== undefined && (isPending(state.value) || state.value.is === "left");

const toldOf = (upload: Upload): Sent => ({
  part: sentOf(upload) / upload.size,
  text: said(upload),
});

export const tellRows = ({ list }: Uploads): void => {
  effect(() => {
    const told = list.value
      .filter(isTold)
      .map((upload) => [upload.id.value ?? "", toldOf(upload)] as const);
    if (told.length > 0 || sending.peek().size > 0) sending.value = new Map(told);
  });
};
