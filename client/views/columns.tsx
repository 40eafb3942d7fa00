/** The head of a list's columns; where the order can be changed, by pressing on them. */
import { type Order, order } from "./sort.tsx";

type Column = { readonly up: Order; readonly down: Order };

const columns: Readonly<Record<"title" | "album" | "added", Column>> = {
  title: { up: "title", down: "title-down" },
  album: { up: "album", down: "album-down" },
  added: { up: "oldest", down: "newest" },
};

type SortProps = {
  readonly name: keyof typeof columns;
  readonly label: string;
  readonly sorts: boolean;
};

const Sort = ({ name, label, sorts }: SortProps) => {
  const { up, down } = columns[name];
  const now = !sorts
    ? "none"
    : order.value === up
      ? "ascending"
      : order.value === down
        ? "descending"
        : "none";
  const arrow = { none: "", ascending: " ↑", descending: " ↓" }[now];
  const first = name === "added" ? down : up;
  const other = name === "added" ? up : down;
  const press = (): void => void (order.value = order.value === first ? other : first);
  return (
    <div role="columnheader" class={`cell-${name}`} {...(sorts && { "aria-sort": now })}>
      {sorts ? (
        <button type="button" tabIndex={-1} onClick={press}>
          {label}
          <span aria-hidden="true">{arrow}</span>
        </button>
      ) : (
        label
      )}
    </div>
  );
};

export const Head = ({ sorts = false }: { readonly sorts?: boolean }) => (
  <div role="row" class="song-row head" aria-rowindex={1}>
    <div role="columnheader" class="cell-number">
      #
    </div>
    <Sort name="title" label="Title" sorts={sorts} />
    <Sort name="album" label="Album" sorts={sorts} />
    <Sort name="added" label="Added" sorts={sorts} />
    <div role="columnheader" class="cell-time">
      Length
    </div>
    <div role="columnheader">
      <span class="visually-hidden">Actions</span>
    </div>
  </div>
);
