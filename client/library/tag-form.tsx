/** The fields of the tag editor. */
import { useId } from "preact/hooks";
import type { Song } from "../../api-client/contract.ts";
import type { DraftKeeper } from "./draft.ts";
import { complaint, type Field, sharedCompilation, sharedText } from "./tag-fields.ts";

type Props = { readonly songs: readonly Song[]; readonly keeper: DraftKeeper };

const longest = { line: 500, number: 5, text: 100_000 } as const;

type FieldProps = Props & { readonly field: Field; readonly isFirst: boolean };

const FieldInput = ({ field, songs, keeper, isFirst }: FieldProps) => {
  const hint = useId();
  const { name, label, kind } = field;
  const shared = sharedText(songs, name);
  const typed = keeper.draft.value[name];
  const wrong = complaint(field, typed ?? "");
  const type = (text: string): void => keeper.set(name, text === shared ? undefined : text);
  const isEmptied = shared === undefined && typed === "";
  const input = {
    name,
    value: typed ?? shared ?? "",
    placeholder: shared === undefined && typed === undefined ? "Different values" : "",
    maxLength: longest[kind],
    autocomplete: "off",
    // Where the dialog begins.
    autofocus: isFirst,
    dir: "auto",
    onInput: (event: { currentTarget: HTMLInputElement | HTMLTextAreaElement }) =>
      type(event.currentTarget.value),
    ...(wrong !== undefined && { "aria-invalid": true, "aria-describedby": hint }),
  } as const;
  return (
    <div class={`field-box of-${name}`}>
      <label class="field">
        <span>{label}</span>
        {kind === "text" ? (
          <textarea {...input} rows={4} />
        ) : (
          <input {...input} type="text" inputMode={kind === "number" ? "numeric" : "text"} />
        )}
      </label>
      {wrong !== undefined && (
        <p id={hint} class="field-fault">
          {wrong}
        </p>
      )}
      {shared === undefined && typed !== undefined && (
        <p class="hint">
          {isEmptied ? "Will be removed from all." : "Will be set for all."}{" "}
          <button type="button" class="link" onClick={() => keeper.set(name, undefined)}>
            Leave as they are
          </button>
        </p>
      )}
    </div>
  );
};

const Compilation = ({ songs, keeper }: Props) => {
  const shared = sharedCompilation(songs);
  const { compilation = shared } = keeper.draft.value;
  return (
    <label class="check">
      <input
        type="checkbox"
        checked={compilation ?? false}
        indeterminate={compilation === undefined}
        onChange={({ currentTarget: { checked } }) =>
          keeper.set("compilation", checked === shared ? undefined : checked)
        }
      />
      Part of a compilation of various artists
    </label>
  );
};

export const TagForm = ({ fields, ...props }: Props & { readonly fields: readonly Field[] }) => (
  <div class="tag-fields">
    {fields.map((field, n) => (
      <FieldInput key={field.name} field={field} isFirst={n === 0} {...props} />
    ))}
    <Compilation {...props} />
  </div>
);
