/** Where the token goes in. */
import { useSignal } from "@preact/signals";
import { keepToken } from "../library/token.ts";
import { Dialog } from "./dialog.tsx";
import "./form.css";

type Options = { readonly wasWrong: boolean; onAnswer(given: boolean): void };
type Props = Options & { readonly close: () => void };

const SignIn = ({ wasWrong, onAnswer, close }: Props) => {
  const text = useSignal("");
  const isShown = useSignal(false);
  const isKept = useSignal(true);
  const end = (given: boolean): void => {
    close();
    onAnswer(given);
  };
  const submit = (event: Event): void => {
    event.preventDefault();
    if (text.value.trim() === "") return;
    keepToken(text.value.trim(), isKept.value);
    end(true);
  };
  return (
    <Dialog label="Sign in" onClose={() => end(false)}>
      <form class="form" onSubmit={submit}>
        {wasWrong && (
          <p class="form-fault" role="alert">
            That token didn't work. Copy it again from the server.
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
          <button class="button">Sign in</button>
        </div>
      </form>
    </Dialog>
  );
};

export const drawSignIn = (options: Options) => (close: () => void) => (
  <SignIn {...options} close={close} />
);
