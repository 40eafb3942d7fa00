/** Files dropped anywhere on the page. */
import { signal } from "@preact/signals";
import { outdated } from "../app/lazy.tsx";
import { addFiles } from "./choose.ts";
import "./drop.css";

const isOver = signal(false);

const hasFiles = ({ dataTransfer }: DragEvent): boolean =>
  dataTransfer?.types.includes("Files") ?? false;

const takeEntries = async (entries: readonly FileSystemEntry[]): Promise<void> => {
  try {
    const { takeEntries: take } = await import("./take.ts");
    await take(entries);
  } catch {
    outdated();
  }
};

const onDrop = (event: DragEvent): void => {
  isOver.value = false;
  if (!hasFiles(event) || event.defaultPrevented || !event.dataTransfer) return;
  event.preventDefault();
  const { items, files } = event.dataTransfer;
  // Now: after the event, what was dropped is gone.
  const entries = [...items]
    .map((item) => item.webkitGetAsEntry())
    .filter((entry) => entry !== null);
  if (entries.length > 0) void takeEntries(entries);
  else void addFiles([...files]);
};

export const startDrop = (): void => {
  addEventListener("dragenter", (event) => {
    if (hasFiles(event)) isOver.value = true;
  });
  addEventListener("dragover", (event) => {
    if (!hasFiles(event) || event.defaultPrevented) return;
    event.preventDefault();
    if (event.dataTransfer) event.dataTransfer.dropEffect = "copy";
  });
  addEventListener("dragleave", ({ relatedTarget }) => {
    // Out of the window, not from one element to another.
    if (relatedTarget === null) isOver.value = false;
  });
  addEventListener("drop", onDrop);
};

export const DropGlow = () =>
  isOver.value ? (
    <div class="drop-glow">
      <p>Drop to add</p>
    </div>
  ) : null;
