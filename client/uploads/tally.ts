import { computed } from "@preact/signals";
import { uploadList } from "./state.ts";
import { type Tally, tallyOf } from "./upload.ts";

/** Of all uploads of this page. */
export const tally = computed<Tally>(() => tallyOf(uploadList.value));
