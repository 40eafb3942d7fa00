/** How many songs, albums and artists there are. */
import { signal } from "@preact/signals";
import type { Stats } from "../../api-client/contract.ts";
import type { View } from "../app/router.ts";
import { client } from "./client.ts";

export const stats = signal<Stats | undefined>(undefined);
export const counts = signal<Partial<Record<View, number>>>({});

export const readCounts = async (): Promise<void> => {
  stats.value = await client.stats();
  counts.value = { ...counts.peek(), songs: stats.value.songs };
};
