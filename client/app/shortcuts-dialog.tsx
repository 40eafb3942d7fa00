/** Every key there is, and the switch for those without Ctrl. */
import { Dialog } from "./dialog.tsx";
import { shortcuts } from "./shortcuts.ts";
import { SingleKeys } from "./single-keys.tsx";
import "./shortcuts-dialog.css";

type Line = { readonly keys: readonly string[]; readonly label: string };

/** In a list of songs. */
const inLists: readonly Line[] = [
  { keys: ["ArrowUp", "ArrowDown"], label: "Row before, row after" },
  { keys: ["Shift+ArrowUp", "Shift+ArrowDown"], label: "Select rows" },
  { keys: ["Ctrl+a"], label: "Select all" },
  { keys: ["a"], label: "Add to queue" },
  { keys: ["Shift+a"], label: "Play next" },
  { keys: ["e"], label: "Edit" },
  { keys: ["Delete"], label: "Delete" },
  { keys: ["Escape"], label: "Select none, close" },
];

const names: Readonly<Record<string, string>> = {
  " ": "Space",
  ArrowLeft: "←",
  ArrowRight: "→",
  ArrowUp: "↑",
  ArrowDown: "↓",
  Escape: "Esc",
  Delete: "Del",
};

const partsOf = (key: string): string[] =>
  key
    .split(/\+(?=.)/)
    .map((part) => names[part] ?? (part.length === 1 ? part.toUpperCase() : part));

const Keys = ({ name }: { readonly name: string }) => (
  <span class="keys">
    {partsOf(name).map((part) => (
      <kbd key={part}>{part}</kbd>
    ))}
  </span>
);

const Table = ({
  caption,
  lines,
}: {
  readonly caption: string;
  readonly lines: readonly Line[];
}) => (
  <table class="shortcuts">
    <caption>{caption}</caption>
    <tbody>
      {lines.map(({ keys, label }) => (
        <tr key={label}>
          <th scope="row">{label}</th>
          <td>
            {keys.map((key) => (
              <Keys key={key} name={key} />
            ))}
          </td>
        </tr>
      ))}
    </tbody>
  </table>
);

const everywhere = (): Line[] => {
  const lines = new Map<string, string[]>();
  for (const { key, label } of shortcuts()) lines.set(label, [...(lines.get(label) ?? []), key]);
  return [...lines].map(([label, keys]) => ({ keys, label }));
};

const Shortcuts = ({ close }: { readonly close: () => void }) => (
  <Dialog label="Keyboard shortcuts" onClose={close}>
    <SingleKeys />
    <Table caption="Everywhere" lines={everywhere()} />
    <Table caption="In a list of songs" lines={inLists} />
  </Dialog>
);

export const drawShortcuts = () => (close: () => void) => <Shortcuts close={close} />;
