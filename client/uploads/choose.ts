/** Choosing files to add. */
import { client } from "../library/client.ts";
import { withFaults } from "../library/faults.ts";
import { noteSong } from "../library/songs.ts";
import { signedIn } from "../app/sign-in.ts";
import { toast } from "../app/toast.tsx";

export const addFiles = async (files: readonly File[]): Promise<void> => {
  for (const file of files)
    await withFaults(async () => {
      toast(`Uploading ${file.name}`);
      noteSong(await signedIn(() => client.insert(file)));
    });
};

export const chooseFiles = (): void => {
  const input = document.createElement("input");
  input.type = "file";
  input.multiple = true;
  input.addEventListener("change", () => void addFiles([...(input.files ?? [])]));
  input.click();
};
