/** Where the token goes in. */
import { useSignal } from "@preact/signals";
import { useRef } from "preact/hooks";
import { SegueError } from "../../api-client/segue-client.ts";
import { accessOf } from "../library/access.ts";
import { keepToken } from "../library/token.ts";
import { Dialog } from "./dialog.tsx";
import "./form.css";

/** By the slugs of problems. */
const sentences: Readonly<Record<string, string>> = {
  "token-wrong": "That token didn't work. Copy it again from the server.",
  "read-only": "That token only reads. To add, edit, delete or share, give one that writes.",
};

/** What speaks against the token; undefined: nothing, or the server cannot be asked now. */
const faultOf = async (given: string, why: string | undefined): Promise<string | undefined> => {
  try {
    const access = await accessOf(given, { retryFor: 0 });
    return why === "read-only" && access === "read" ? sentences[why] : undefined;
  } catch (error) {
    if (!(error instanceof SegueError)) return undefined;
    return sentences[error.slug] ?? error.message;
  }
};

type Options = { readonly why: string | undefined; onAnswer(given: boolean): void };
type Props = Options & { readonly close: () => void };

const SignIn = ({ why, onAnswer, close }: Props) => {
  const text = useSignal("");
  const isShown = useSignal(false);
  const isKept = useSignal(true);
  const isAsking = useSignal(false);
  const fault = useSignal(sentences[why ?? ""]);
  const isOver = useRef(false);
  const end = (given: boolean): void => {
    isOver.current = true;
    close();
    onAnswer(given);
  };
  const submit = async (event: Event): Promise<void> => {
    event.preventDefault();
    const given = text.value.trim();
    if (given === "" || isAsking.value) return;
    isAsking.value = true;
    fault.value = undefined;
    const found = await faultOf(given, why);
    isAsking.value = false;
    if (isOver.current) return;
    fault.value = found;
    if (found !== undefined) return;
    keepToken(given, isKept.value);
    end(true);
  };
  return (
    <Dialog label="Sign in" onClose={() => end(false)}>
      <form class="form" onSubmit={(event) => void submit(event)}>
        {fault.value !== undefined && (
          <p class="form-fault" role="alert">
            {fault.value}
          </p>
        )}
        <label class="field">
          <span>Token</span>
          <span class="field-with-button">
            <input
              type={isShown.value ? "text" : "password"}
              value={text}
              onInput={(event) => (text.value = event.currentTarget.value)}
              autocomplete="current-password"
              autocapitalize="none"
              spellcheck={false}
              required
              autofocus
              aria-describedby="where-token"
            />
            <button
              type="button"
              class="link"
              aria-pressed={isShown.value}
              onClick={() => (isShown.value = !isShown.value)}
            >
              {isShown.value ? "Hide" : "Show"}
            </button>
          </span>
        </label>
        <p id="where-token" class="hint">
          It is the server's <code>SEGUE_TOKEN</code>, or its secret <code>segue-token</code>: ask
          whoever runs the server.
        </p>
        <label class="check">
          <input
            type="checkbox"
            checked={isKept}
            onChange={(event) => (isKept.value = event.currentTarget.checked)}
          />
          Keep me signed in on this device
        </label>
        <div class="dialog-actions">
          <button type="button" class="button quiet" onClick={() => end(false)}>
            Cancel
          </button>
          <button class="button">{isAsking.value ? "Signing in…" : "Sign in"}</button>
        </div>
      </form>
    </Dialog>
  );
};

export const drawSignIn = (options: Options) => (close: () => void) => (
  <SignIn {...options} close={close} />
);
