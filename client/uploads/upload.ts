/** One file on its way into the library: the states it goes through, and what they say. */
import type { Signal } from "@preact/signals";
import type { Song } from "../../api-client/contract.ts";

/** What a person can do about a failure. */
export type Remedy = "again" | "resume" | "replace";

export type UploadState =
  | { readonly is: "waiting" }
  /** Whether it is there already. */
  | { readonly is: "checking" }
  | { readonly is: "present"; readonly song: Song }
  /** Bytes; bytes per second. */
  | { readonly is: "uploading"; readonly sent: number; readonly rate: number | undefined }
  /** By a person. Bytes. */
  | { readonly is: "paused"; readonly sent: number }
  /** By a page before this one, which had the file. Bytes, where the server has said how many. */
  | { readonly is: "left"; readonly sent: number | undefined }
  /** The server is away, or this device is offline: goes on by itself. */
  | { readonly is: "offline" }
  /** Goes on after signing in. */
  | { readonly is: "signed-out" }
  | { readonly is: "processing"; readonly id: string }
  | { readonly is: "done"; readonly id: string }
  | {
      readonly is: "failed";
      readonly text: string;
      readonly remedy: Remedy | undefined;
      /** Of the problem, for those who look closer. */
      readonly type: string | undefined;
    };

export type Upload = {
  readonly key: number;
  /** Empty where it was left behind. */
  readonly file: File;
  /** Bytes of the file. */
  readonly size: number;
  /** The song that failed, in whose place it comes: deleted once this one is there. */
  readonly replaces: Song | undefined;
  /** Of the song that it becomes, as soon as there is one. */
  readonly id: Signal<string | undefined>;
  readonly state: Signal<UploadState>;
};

/** It needs neither the server nor a person any more. */
export const isOver = ({ is }: UploadState): boolean =>
  is === "present" || is === "done" || is === "failed" || is === "processing";

/** The song is there: nobody has to do anything about it. */
export const hasGoneWell = (state: UploadState): boolean => isOver(state) && state.is !== "failed";

/** Leaving the page now would lose it. */
export const isPending = (state: UploadState): boolean => !isOver(state) && state.is !== "left";

/** All its bytes are with the server. */
export const isAdded = (
  state: UploadState,
): state is Extract<UploadState, { is: "processing" | "done" }> =>
  state.is === "processing" || state.is === "done";

/** Bytes of the file that are there. */
export const sentOf = ({ size, state }: Upload): number => {
  const now = state.value;
  if (now.is === "uploading" || now.is === "paused" || now.is === "left") return now.sent ?? 0;
  return isOver(now) ? size : 0;
};

export type Tally = {
  /** Files that are, or will be, songs. */
  readonly all: number;
  readonly added: number;
  readonly failed: number;
  /** By a page before this one, half sent. */
  readonly left: number;
  readonly pending: number;
  /** Of the bytes, 0 to 1. */
  readonly share: number;
};

export const tallyOf = (uploads: readonly Upload[]): Tally => {
  const states = uploads.map(({ state }) => state.value);
  const counted = uploads.filter(
    ({ state: { value } }) => !["failed", "present", "left"].includes(value.is),
  );
  const total = counted.reduce((sum, { size }) => sum + size, 0);
  const sent = counted.reduce((sum, upload) => sum + sentOf(upload), 0);
  return {
    all: counted.length,
    added: states.filter(isAdded).length,
    failed: states.filter(({ is }) => is === "failed").length,
    left: states.filter(({ is }) => is === "left").length,
    pending: states.filter(isPending).length,
    share: total > 0 ? sent / total : 0,
  };
};
