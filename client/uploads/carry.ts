/** Carries one file to the server: through checking, a server that is away, a token that is missing. */
import type { Song } from "../../api-client/contract.ts";
import { failedBy, judge, unreadable, type Verdict } from "./failure.ts";
import type { Ports } from "./ports.ts";
import { createMeter } from "./rate.ts";
import { isAdded, type Upload, type UploadState } from "./upload.ts";

/** ms: no progress is shown more often. */
const tick = 250;

export const stateOfSong = ({ id, state, reason, title }: Song): UploadState => {
  if (state === "failed" && reason) return failedBy(reason, title);
  return state === "ready" ? { is: "done", id } : { is: "processing", id };
};

/** Whether the device still has it: what a network error does not tell. */
const canRead = async (file: File): Promise<boolean> => {
  const probe = await file
    .slice(0, 1)
    .arrayBuffer()
    .catch(() => undefined);
  return probe !== undefined;
};

type Attempt = { readonly upload: Upload; readonly ports: Ports; readonly signal: AbortSignal };

const send = async ({ upload, ports, signal }: Attempt): Promise<void> => {
  const { file, id, replaces, state } = upload;
  const meter = createMeter();
  let shown = -Infinity;
  const show = (sent: number): void => {
    const time = ports.now();
    const rate = meter.note(time, sent);
    if (time - shown < tick && sent < file.size) return;
    shown = time;
    state.value = { is: "uploading", sent, rate };
  };
  // Trying again is no reason to say that something moves.
  if (state.peek().is !== "offline") show(0);
  const song = await ports.send(file, {
    signal,
    half: id.peek(),
    onProgress: show,
    onId: (known) => void (id.value = known),
  });
  state.value = stateOfSong(song);
  // Not before: until then the failed song is all that there is, with what was typed about it.
  if (replaces && isAdded(state.peek())) ports.removeReplaced(replaces);
};

const isPresent = async ({ upload, ports, signal }: Attempt): Promise<boolean> => {
  upload.state.value = { is: "checking" };
  const song = await ports.find(upload.file, signal);
  if (song?.state === "uploading") {
    upload.id.value = song.id;
    return false;
  }
  if (song) upload.state.value = { is: "present", song };
  return song !== undefined;
};

const verdictOn = async (error: unknown, { upload, signal }: Attempt): Promise<Verdict> => {
  signal.throwIfAborted();
  if (!(await canRead(upload.file))) return unreadable(upload.file.name);
  return judge(error, upload.file.name);
};

/** `anyway`: also when the library has it already. Rejects only when it is aborted. */
export const carry = async (attempt: Attempt, anyway: boolean): Promise<void> => {
  const { upload, ports, signal } = attempt;
  // What is known to be half there is not asked for again.
  let isChecked = anyway || upload.id.peek() !== undefined;
  for (let tries = 0; ; tries++) {
    try {
      if (!isChecked && (await isPresent(attempt))) return;
      isChecked = true;
      return await send(attempt);
    } catch (error) {
      const verdict = await verdictOn(error, attempt);
      if (verdict === "wait") {
        upload.state.value = { is: "offline" };
        await ports.untilWorthTrying(tries, signal);
      } else if (verdict === "sign-in") {
        upload.state.value = { is: "signed-out" };
        await ports.untilSignedIn(signal);
      } else {
        upload.state.value = verdict;
        return;
      }
    }
  }
};
