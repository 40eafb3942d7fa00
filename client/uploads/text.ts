/** What an upload says of itself. */
import { bytes, percent, span } from "../app/format.ts";
import type { Upload, UploadState } from "./upload.ts";

type Uploading = Extract<UploadState, { is: "uploading" }>;

/** `12 s left`; nothing where that cannot be told. */
export const timeLeft = (size: number, { sent, rate }: Uploading): string =>
  rate === undefined || rate === 0 || sent === size ? "" : `${span((size - sent) / rate)} left`;

const uploading = (size: number, state: Uploading): string => {
  const rate = state.rate === undefined ? "" : `${bytes(state.rate)}/s`;
  return [percent(state.sent / size), rate, timeLeft(size, state)].filter(Boolean).join(" · ");
};

const left = (size: number, sent: number | undefined): string =>
  sent === undefined || sent === 0
    ? "Choose the file again to go on"
    : `Choose the file again to go on from ${percent(sent / size)}`;

export const textOf = ({
  size,
  state: { value: state },
}: Pick<Upload, "size" | "state">): string => {
  switch (state.is) {
    case "waiting":
      return "Waiting";
    case "checking":
      return "Checking";
    case "present":
      return "Already here";
    case "uploading":
      return uploading(size, state);
    case "paused":
      return `Paused at ${percent(state.sent / size)}`;
    case "left":
      return left(size, state.sent);
    case "offline":
      return "Offline, continues by itself";
    case "signed-out":
      return "Sign in to go on";
    case "processing":
      return "Preparing";
    case "done":
      return "Done";
    case "failed":
      return state.text;
  }
};

/** In the tray there is room for a word. */
export const shortTextOf = ({ size, state }: Upload): string => {
  const { value } = state;
  if (value.is === "uploading") return percent(value.sent / size);
  if (value.is === "offline") return "Offline";
  if (value.is === "signed-out") return "Signed out";
  if (value.is === "paused") return "Paused";
  return value.is === "failed" ? "Failed" : textOf({ size, state });
};
