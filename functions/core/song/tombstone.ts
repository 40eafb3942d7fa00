/** A deleted song can be restored for so long (ms). */
export const restorableFor = 24 * 60 * 60_000;
