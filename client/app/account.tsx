/** Who one is to the server, and the choices of this device. */
import { SegueError } from "../../api-client/segue-client.ts";
import { access } from "../library/access.ts";
import { client } from "../library/client.ts";
import { keepToken, token } from "../library/token.ts";
import { player } from "../playback/instance.ts";
import { SoundChoices } from "../now/sound-choices.tsx";
import { Dialog } from "./dialog.tsx";
import { openDialog } from "./dialogs.tsx";
import { askForToken } from "./sign-in.ts";
import { SingleKeys } from "./single-keys.tsx";
import "./form.css";

type Props = { readonly close: () => void };

const signIn = (close: () => void): void => {
  close();
  void askForToken();
};

/** Of a private library nothing stays on the page. */
const signOut = async (): Promise<void> => {
  keepToken(undefined, false);
  const isPublic = await client.stats().then(
    () => true,
    (error: unknown) => !(error instanceof SegueError),
  );
  if (isPublic) return;
  player.remove(player.queue.peek().entries.map(({ key }) => key));
  location.reload();
};

const sentences = {
  write: "Signed in.",
  read: "Signed in, by a token that only reads.",
  none: "This device's token doesn't work any more.",
};

const Token = ({ close }: Props) =>
  token.value === undefined ? (
    <section class="choice">
      <p>To add, edit or delete songs, this device needs the server's token, if it has one.</p>
      <button type="button" class="button" onClick={() => signIn(close)}>
        Sign in
      </button>
    </section>
  ) : (
    <section class="choice">
      <p>{sentences[access.value ?? "write"]}</p>
      {(access.value === "read" || access.value === "none") && (
        <button type="button" class="button" onClick={() => signIn(close)}>
          Use another token
        </button>
      )}
      <button type="button" class="button quiet" onClick={() => void signOut()}>
        Sign out
      </button>
    </section>
  );

const openShortcuts = (close: () => void): void => {
  close();
  void openDialog(async () => (await import("./shortcuts-dialog.tsx")).drawShortcuts());
};

const Account = ({ close }: Props) => (
  <Dialog label="Account and settings" onClose={close}>
    <div class="form">
      <Token close={close} />
      <SoundChoices />
      <SingleKeys />
      <div class="choices">
        <button type="button" class="button quiet" onClick={() => openShortcuts(close)}>
          Keyboard shortcuts
        </button>
        <a class="button quiet" href="deleted" onClick={close}>
          Recently deleted
        </a>
      </div>
    </div>
  </Dialog>
);

export const drawAccount = () => (close: () => void) => <Account close={close} />;
