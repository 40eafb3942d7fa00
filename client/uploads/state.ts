/** The uploads of this page; undefined until there were any. What carries them comes when it is needed. */
import { computed, signal } from "@preact/signals";
import type { Uploads } from "./uploads.ts";

export const uploads = signal<Uploads | undefined>(undefined);

export const uploadList = computed(() => uploads.value?.list.value ?? []);
