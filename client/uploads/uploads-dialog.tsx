/** Every upload of this page. */
import { useEffect } from "preact/hooks";
import { Dialog } from "../app/dialog.tsx";
import { percent } from "../app/format.ts";
import { Icon } from "../app/icon.tsx";
import { chooseFiles, chooseFolder } from "./choose.ts";
import { uploadList, uploads } from "./state.ts";
import { tally } from "./tally.ts";
import { openText, tallyText } from "./tally-text.ts";
import { UploadItem } from "./upload-item.tsx";
import "./uploads-dialog.css";

const Summary = () => {
  const all = tally.value;
  const open = openText(all);
  return (
    <p class="uploads-sum">
      {tallyText(all)}
      {all.pending > 0 && <span class="number"> · {percent(all.share)}</span>}
      {open !== undefined && ` · ${open}`}
    </p>
  );
};

const UploadsView = ({ close }: { readonly close: () => void }) => {
  const list = uploadList.value;
  const canClear = list.length > tally.value.pending;
  useEffect(() => {
    if (list.length === 0) close();
  }, [list.length]);
  return (
    <Dialog label="Uploads" onClose={close} class="uploads-dialog">
      <Summary />
      <ul class="uploads-list">
        {list.map((upload) => (
          <UploadItem key={upload.key} upload={upload} close={close} />
        ))}
      </ul>
      <div class="dialog-actions">
        {canClear && (
          <button type="button" class="button quiet" onClick={() => uploads.value?.clear()}>
            Clear
          </button>
        )}
        <button type="button" class="button quiet" onClick={chooseFolder}>
          Add a folder
        </button>
        <button type="button" class="button" onClick={chooseFiles}>
          <Icon name="add" />
          Add files
        </button>
      </div>
    </Dialog>
  );
};

export const drawUploads = () => (close: () => void) => <UploadsView close={close} />;
