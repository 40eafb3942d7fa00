/** What of the bar neither the first look nor the first sound waits for. */
export { DropGlow } from "../uploads/drop.tsx";
export { Line } from "./line.tsx";
export { Quality } from "./quality.tsx";
export { TroubleNote } from "./trouble.tsx";
export { Volume } from "./volume.tsx";
export { WaveRow } from "./wave-row.tsx";
