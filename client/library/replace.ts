/** Another file in the place of one that failed. */
import type { Song } from "../../api-client/contract.ts";
import { pickFiles } from "../app/pick.ts";
import { signedIn } from "../app/sign-in.ts";
import { addFiles } from "../uploads/choose.ts";
import { client } from "./client.ts";
import { withFaults } from "./faults.ts";

export const replaceFile = ({ id }: Song): void =>
  pickFiles({ accept: "audio/*" }, ([file]) => {
    if (!file) return;
    void withFaults(async () => {
      await signedIn(() => client.remove(id));
      await addFiles([file]);
    });
  });
