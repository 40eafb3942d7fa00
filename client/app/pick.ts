/** The browser's own dialog for choosing files. */

type Kind = {
  readonly multiple?: boolean;
  readonly webkitdirectory?: boolean;
  readonly accept?: string;
};

/** Nothing happens where it is closed without a choice. */
export const pickFiles = (kind: Kind, onFiles: (files: readonly File[]) => void): void => {
  const input = Object.assign(document.createElement("input"), { type: "file", ...kind });
  input.addEventListener("change", () => onFiles([...(input.files ?? [])]));
  input.click();
};
