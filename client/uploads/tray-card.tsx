/** The tray: how much is there, and what is on its way now. */
import { clean, percent } from "../app/format.ts";
import { Icon } from "../app/icon.tsx";
import { openUploads } from "./open.ts";
import { Progress } from "./progress.tsx";
import { uploadList, uploads } from "./state.ts";
import { tally } from "./tally.ts";
import { openText, tallyText } from "./tally-text.ts";
import { shortTextOf } from "./text.ts";
import { isPending, sentOf, type Upload } from "./upload.ts";
import "./tray.css";

/** More would push the library's ways off the page. */
const most = 2;

/** Those under way first, then those that wait. */
const shown = (): readonly Upload[] => {
  const pending = uploadList.value.filter(({ state }) => isPending(state.value));
  const isWaiting = ({ state }: Upload): boolean => state.value.is === "waiting";
  return [...pending.filter((one) => !isWaiting(one)), ...pending.filter(isWaiting)].slice(0, most);
};

const Item = ({ upload }: { readonly upload: Upload }) => {
  const name = clean(upload.file.name);
  return (
    <li>
      <p class="tray-names">
        <span class="name" dir="auto" title={name}>
          {name}
        </span>
        <span class="number">{shortTextOf(upload)}</span>
      </p>
      <Progress label={name} part={sentOf(upload) / Math.max(1, upload.size)} />
    </li>
  );
};

export const TrayCard = () => {
  const all = tally.value;
  const open = openText(all);
  return (
    <section class="tray" aria-label="Uploads">
      <div class="tray-head">
        <h2>{tallyText(all)}</h2>
        {all.pending > 0 ? (
          <span class="number">{percent(all.share)}</span>
        ) : (
          <button
            type="button"
            class="icon-button"
            aria-label="Dismiss uploads"
            onClick={() => uploads.value?.clear()}
          >
            <Icon name="close" />
          </button>
        )}
      </div>
      <ul>
        {shown().map((upload) => (
          <Item key={upload.key} upload={upload} />
        ))}
      </ul>
      {open !== undefined && <p class="tray-failed">{open}</p>}
      <button type="button" class="link" onClick={openUploads}>
        Show all
      </button>
    </section>
  );
};
