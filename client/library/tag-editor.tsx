/** Editing tags and covers, of one song or of many: only what was touched is sent. */
import { useSignal } from "@preact/signals";
import { useEffect, useMemo } from "preact/hooks";
import type { Song } from "../../api-client/contract.ts";
import { Dialog } from "../app/dialog.tsx";
import { plural } from "../app/format.ts";
import { CoverField } from "./cover-field.tsx";
import { createEditing, type Editing } from "./editing.ts";
import { readAgain } from "./save-tags.ts";
import { fields, fieldsForMany } from "./tag-fields.ts";
import { TagForm } from "./tag-form.tsx";
import { LeaveBox, SnagBox } from "./tag-snag.tsx";
import "../app/form.css";
import "./tag-editor.css";

/** The browser asks before it lets go of what was typed. */
const useLeaveGuard = (editing: Editing): void =>
  useEffect(() => {
    const guard = (event: BeforeUnloadEvent): void => {
      if (editing.isTouched()) event.preventDefault();
    };
    addEventListener("beforeunload", guard);
    return () => removeEventListener("beforeunload", guard);
  }, [editing]);

type ActionsProps = { readonly editing: Editing; readonly onCancel: () => void };

const Actions = ({ editing, onCancel }: ActionsProps) => (
  <div class="dialog-actions sticky">
    <button type="button" class="button quiet" onClick={onCancel}>
      Cancel
    </button>
    <button class="button" disabled={!editing.maySave()}>
      {editing.isSaving.value ? "Saving…" : "Save"}
    </button>
  </div>
);

type Props = { readonly songs: readonly Song[]; readonly close: () => void };

const TagEditor = ({ songs: given, close }: Props) => {
  const editing = useMemo(() => createEditing(given, close), [given]);
  const { keeper, songs } = editing;
  const isLeaving = useSignal(false);
  useLeaveGuard(editing);
  const mayClose = (): boolean => {
    isLeaving.value = editing.isTouched();
    return !isLeaving.peek();
  };
  const discard = (): void => {
    editing.drop();
    close();
  };
  const submit = (event: Event): void => {
    event.preventDefault();
    if (editing.maySave()) void editing.save();
  };
  const one = given.length === 1;
  return (
    <Dialog
      label={one ? "Edit song" : `Editing ${plural(given.length, "song")}`}
      onClose={close}
      mayClose={mayClose}
      class="wide"
    >
      <form class="form" noValidate onSubmit={submit}>
        <div class="tag-editor">
          <CoverField songs={songs.value} draft={editing.cover} />
          <TagForm songs={songs.value} keeper={keeper} fields={one ? fields : fieldsForMany} />
        </div>
        <SnagBox editing={editing} />
        {isLeaving.value ? (
          <LeaveBox onLeave={discard} onStay={() => (isLeaving.value = false)} />
        ) : (
          <Actions editing={editing} onCancel={() => void (mayClose() && close())} />
        )}
      </form>
    </Dialog>
  );
};

/** Of one song, all is read first: lists come without lyrics. */
export const drawTagEditor = async (songs: readonly Song[]) => {
  const [only] = songs;
  const whole = songs.length === 1 && only ? await readAgain(only.id) : undefined;
  const edited = whole ? [whole] : songs;
  return (close: () => void) => <TagEditor songs={edited} close={close} />;
};
