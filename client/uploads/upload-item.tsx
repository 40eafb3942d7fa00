/** One upload: what it says, and what can be done with it. */
import { clean } from "../app/format.ts";
import { address, go } from "../app/router.ts";
import { askForToken } from "../app/sign-in.ts";
import { Icon } from "../app/icon.tsx";
import { knownSong } from "../library/songs.ts";
import { player } from "../playback/instance.ts";
import type { Song } from "../../api-client/contract.ts";
import { pick } from "./choose.ts";
import { Progress } from "./progress.tsx";
import { uploads } from "./state.ts";
import { textOf } from "./text.ts";
import { isPending, sentOf, type Upload, type UploadState } from "./upload.ts";

type Action = { readonly label: string; readonly run: () => void };

const again = (upload: Upload): void => uploads.peek()?.again(upload);

const replace = (upload: Upload): void =>
  pick({}, ([file]) => {
    if (file) uploads.peek()?.replace(upload, file);
  });

const open = ({ albumId, title }: Song): void =>
  go(albumId === undefined ? address("search", { q: title }) : address("album", { id: albumId }));

const play = (song: Song): void => player.play([song], 0, { kind: "songs", name: "" });

const failedActions = (upload: Upload, state: Extract<UploadState, { is: "failed" }>): Action[] => {
  if (state.remedy === "again") return [{ label: "Try again", run: () => again(upload) }];
  if (state.remedy === "resume") return [{ label: "Resume", run: () => again(upload) }];
  return state.remedy === "replace" ? [{ label: "Replace file", run: () => replace(upload) }] : [];
};

const actionsOf = (upload: Upload, close: () => void): Action[] => {
  const state = upload.state.value;
  if (state.is === "failed") return failedActions(upload, state);
  if (state.is === "uploading")
    return [{ label: "Pause", run: () => uploads.peek()?.pause(upload) }];
  if (state.is === "paused") return [{ label: "Resume", run: () => again(upload) }];
  if (state.is === "left") return [{ label: "Choose the file", run: () => replace(upload) }];
  if (state.is === "signed-out") return [{ label: "Sign in", run: () => void askForToken() }];
  if (state.is === "present") {
    const { song } = state;
    const show = (): void => {
      close();
      open(song);
    };
    return [
      { label: "Open", run: show },
      { label: "Upload anyway", run: () => again(upload) },
    ];
  }
  if (state.is !== "processing" && state.is !== "done") return [];
  const song = knownSong(state.id)?.value;
  return song?.playable && song.deletedAt === undefined
    ? [{ label: "Play", run: () => play(song) }]
    : [];
};

type Props = { readonly upload: Upload; readonly close: () => void };

export const UploadItem = ({ upload, close }: Props) => {
  const state = upload.state.value;
  const name = clean(upload.file.name);
  const part = sentOf(upload) / Math.max(1, upload.size);
  return (
    <li class={`upload ${state.is}`}>
      <div class="upload-names">
        <span class="name" dir="auto" title={name}>
          {name}
        </span>
        <span class="upload-text number">
          {state.is === "failed" && <Icon name="warning" />}
          {textOf(upload)}
        </span>
        {(isPending(state) || state.is === "left") && (
          <Progress label={`Uploading ${name}`} part={part} />
        )}
        {state.is === "failed" && state.type !== undefined && (
          <details>
            <summary>Details</summary>
            <code>{state.type}</code>
          </details>
        )}
      </div>
      <div class="upload-actions">
        {actionsOf(upload, close).map(({ label, run }) => (
          <button
            key={label}
            type="button"
            class="link"
            aria-label={`${label}: ${name}`}
            onClick={run}
          >
            {label}
          </button>
        ))}
        <button
          type="button"
          class="icon-button"
          aria-label={`${isPending(state) ? "Cancel" : "Dismiss"} ${name}`}
          onClick={() => uploads.peek()?.drop(upload)}
        >
          <Icon name="close" />
        </button>
      </div>
    </li>
  );
};
