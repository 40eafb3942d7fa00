/** Songs that this page uploads: how far they are, for the rows that show them. */
import { signal } from "@preact/signals";

export type Sent = {
  /** 0 to 1. */
  readonly part: number;
  /** As `Uploading 38% · 12 s left`. */
  readonly text: string;
};

/** By the song's id. */
export const sending = signal<ReadonlyMap<string, Sent>>(new Map());
