/** Links to a song or an album: to make one, to copy it, and to take back those that there are. */
import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import type { NewShare, Share, ShareRequest } from "../../api-client/contract.ts";
import { createShares } from "../../api-client/shares.ts";
import { Dialog } from "../app/dialog.tsx";
import { clean, day } from "../app/format.ts";
import { signedIn } from "../app/sign-in.ts";
import { explain, isFault } from "./faults.ts";
import { token } from "./token.ts";
import "../app/form.css";
import "./share-dialog.css";

const shares = createShares({
  url: new URL("../crud/", location.href),
  token: () => token.peek(),
});

const oneDay = 24 * 60 * 60;
const times = [
  [1, "A day"],
  [7, "A week"],
  [30, "A month"],
  [365, "A year"],
] as const;

/** Does it; says what goes wrong. */
const attempt = async (work: () => Promise<void>): Promise<string> => {
  try {
    await signedIn(work);
    return "";
  } catch (error) {
    if (!isFault(error)) throw error;
    return explain(error);
  }
};

/** Says how it went. */
const copy = async (link: string): Promise<string> => {
  try {
    await navigator.clipboard.writeText(link);
    return "Copied.";
  } catch {
    // Without https a page may not: the link is selected.
    return "Press Ctrl+C to copy it.";
  }
};

const Link = ({ made }: { readonly made: NewShare }) => {
  const link = shares.linkOf(made).href;
  const said = useSignal("");
  const press = async (): Promise<void> => {
    document.querySelector<HTMLInputElement>("#share-link")?.select();
    said.value = await copy(link);
  };
  return (
    <>
      <label class="field">
        <span>The link. It is shown only now: copy it.</span>
        <input
          id="share-link"
          readOnly
          autofocus
          value={link}
          onFocus={(event) => event.currentTarget.select()}
        />
      </label>
      <p role="status" class="hint">
        {said.value || `Opens it until ${day(made.expiresAt)}, for whoever has the link.`}
      </p>
      <button type="button" class="button" onClick={() => void press()}>
        Copy link
      </button>
    </>
  );
};

type ThereProps = { readonly all: readonly Share[]; onRevoke(share: Share): void };

const There = ({ all, onRevoke }: ThereProps) => (
  <section class="shares">
    <h3>Links you have made</h3>
    <ul>
      {all.map((share) => (
        <li key={share.id}>
          <span dir="auto">
            {clean(share.title)}
            <span class="hint">
              {share.songId === undefined ? "Album" : "Song"}, made {day(share.createdAt)}, until{" "}
              {day(share.expiresAt)}
            </span>
          </span>
          <button
            type="button"
            class="link"
            aria-label={`Revoke the link to ${clean(share.title)}`}
            onClick={() => onRevoke(share)}
          >
            Revoke
          </button>
        </li>
      ))}
    </ul>
  </section>
);

type What = Pick<ShareRequest, "songId" | "albumId">;
type Props = { readonly what: What; readonly title: string; readonly close: () => void };

const ShareDialog = ({ what, title, close }: Props) => {
  const all = useSignal<readonly Share[]>([]);
  const made = useSignal<NewShare | undefined>(undefined);
  const fault = useSignal("");
  const days = useSignal(7);
  const read = async (): Promise<void> => {
    all.value = await shares.list();
  };
  const run = async (work: () => Promise<void>): Promise<void> => {
    fault.value = await attempt(work);
  };
  useEffect(() => void run(read), []);
  const make = (event: Event): void => {
    event.preventDefault();
    void run(async () => {
      made.value = await shares.make({ ...what, expiresIn: days.value * oneDay });
      await read();
    });
  };
  const revoke = (share: Share): void =>
    void run(async () => {
      await shares.remove(share.id);
      if (made.value?.id === share.id) made.value = undefined;
      await read();
    });
  return (
    <Dialog label={`Share “${clean(title)}”`} onClose={close}>
      <div class="form">
        {fault.value !== "" && (
          <p class="form-fault" role="alert">
            {fault}
          </p>
        )}
        {made.value ? (
          <Link made={made.value} />
        ) : (
          <form class="form" onSubmit={make}>
            <label class="field">
              <span>It can be opened for</span>
              <select
                value={days}
                autofocus
                onChange={(event) => (days.value = Number(event.currentTarget.value))}
              >
                {times.map(([count, label]) => (
                  <option key={count} value={count}>
                    {label}
                  </option>
                ))}
              </select>
            </label>
            <button class="button">Make a link</button>
          </form>
        )}
        {all.value.length > 0 && <There all={all.value} onRevoke={revoke} />}
      </div>
    </Dialog>
  );
};

export const drawShare = (what: What, title: string) => (close: () => void) => (
  <ShareDialog what={what} title={title} close={close} />
);
