/** Another file in the place of one that failed. */
import type { Song } from "../../api-client/contract.ts";
import { addFiles, pick } from "../uploads/choose.ts";

export const replaceFile = (song: Song): void =>
  pick({ accept: "audio/*" }, ([file]) => {
    if (file) void addFiles([file], song);
  });
