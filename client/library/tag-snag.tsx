/** What kept tags from being saved, and the ways on. */
import { clean, wholeNumber } from "../app/format.ts";
import type { Editing, Snag } from "./editing.ts";
import { explain } from "./faults.ts";
import { isConflict } from "./save-tags.ts";

const conflict = "Someone changed this song meanwhile.";

type ConflictProps = Pick<Editing, "takeTheirs" | "saveMine">;

const Conflict = ({ takeTheirs, saveMine }: ConflictProps) => (
  <div class="form-fault" role="alert">
    <p>{conflict}</p>
    <div class="choices">
      <button type="button" class="button quiet" onClick={() => void takeTheirs()}>
        Show theirs
      </button>
      <button type="button" class="button" onClick={() => void saveMine()}>
        Save mine
      </button>
    </div>
  </div>
);

const Some = ({ saved, failed }: Extract<Snag, { kind: "some" }>) => (
  <div class="form-fault" role="alert">
    <p>
      {wholeNumber(saved)} saved, {wholeNumber(failed.length)} not
    </p>
    <ul class="unsaved">
      {failed.map(([song, error]) => (
        <li key={song.id}>
          <bdi>{clean(song.title)}</bdi>: {isConflict(error) ? conflict : explain(error)}
        </li>
      ))}
    </ul>
  </div>
);

export const SnagBox = ({ editing }: { readonly editing: Editing }) => {
  const snag = editing.snag.value;
  if (snag === undefined) return null;
  if (snag.kind === "conflict") return <Conflict {...editing} />;
  if (snag.kind === "some") return <Some {...snag} />;
  return (
    <p class="form-fault" role="alert">
      {snag.text}
    </p>
  );
};

type LeaveProps = { readonly onStay: () => void; readonly onLeave: () => void };

export const LeaveBox = ({ onStay, onLeave }: LeaveProps) => (
  <div class="form-fault" role="alert">
    <p>Your changes are not saved.</p>
    <div class="choices">
      <button type="button" class="button quiet" onClick={onLeave}>
        Discard them
      </button>
      <button type="button" class="button" onClick={onStay}>
        Keep editing
      </button>
    </div>
  </div>
);
