/** The bare page: the list of songs, a way to add some, and the sound of one. */
import type { Song } from "../api-client/contract.ts";
import { type Away, SegueClient, SegueError } from "../api-client/segue-client.ts";
import { createPlayback } from "./playback.ts";
import { songRow } from "./song-row.ts";

const find = <T extends Element>(selector: string): T => {
  const found = document.querySelector<T>(selector);
  if (!found) throw new Error(`The page has no ${selector}.`);
  return found;
};

const list = find<HTMLUListElement>("#songs");
const message = find<HTMLElement>("#message");
const signIn = find<HTMLFormElement>("#sign-in");
const tokenField = find<HTMLInputElement>("#token");
const now = find<HTMLElement>("#now");

const say = (text: string): void => void (message.textContent = text);

const client = new SegueClient({
  url: new URL("../crud/", document.baseURI),
  token: () => sessionStorage.getItem("token") ?? undefined,
});
const playback = createPlayback(find<HTMLAudioElement>("#audio"), say);

const songs = new Map<string, Song>();
let current: string | undefined;
/** Files that wait for a token. */
const unsent: File[] = [];

const play = async (song: Song): Promise<void> => {
  current = song.id;
  now.textContent = [song.title, song.artist].filter(Boolean).join(" · ");
  render();
  const playlist = new URL(song.hls, client.streamingUrl(song));
  await playback.play(playlist.href).catch((error: unknown) => {
    // Another song was chosen before this one had begun.
    if ((error as Error).name !== "AbortError") say("Press play to go on.");
  });
};

const render = (): void => {
  const shown = [...songs.values()]
    .filter(({ deletedAt }) => deletedAt === undefined)
    .toSorted((one, other) => other.addedAt.localeCompare(one.addedAt));
  list.replaceChildren(
    ...shown.map((song) => songRow(song, song.id === current, () => void play(song))),
  );
  find<HTMLElement>("#empty").hidden = shown.length > 0;
};

const explain = (error: unknown): string =>
  error instanceof SegueError ? error.message : "Can't reach your server.";

const note = (changed: readonly Song[]): void => {
  for (const song of changed) songs.set(song.id, song);
  render();
};

const upload = async (files: readonly File[]): Promise<void> => {
  for (const file of files) {
    say(`Uploading ${file.name}`);
    try {
      note([await client.insert(file)]);
      say("");
    } catch (error) {
      say(`${file.name}: ${explain(error)}`);
      if (error instanceof SegueError && error.problem.status === 401) {
        unsent.push(file);
        signIn.hidden = false;
        tokenField.focus();
      }
    }
  }
};

/** Follows the library for as long as the page is open; a server that is away is asked again. */
const follow = async (): Promise<void> => {
  const onAway = ({ error }: Away): void => say(`${explain(error)} Trying again.`);
  for await (const changes of client.changes({ onAway })) {
    if (changes.listAgain) {
      songs.clear();
      note((await client.page()).songs);
    }
    if (changes.songs.length > 0) note(changes.songs);
  }
};

const followAgain = (failure: unknown): void => {
  say(`${explain(failure)} Trying again.`);
  setTimeout(() => void follow().catch(followAgain), 3_000);
};

find<HTMLInputElement>("#files").addEventListener("change", ({ target }) => {
  const input = target as HTMLInputElement;
  const files = [...(input.files ?? [])];
  input.value = "";
  void upload(files);
});

document.addEventListener("dragover", (event) => event.preventDefault());
document.addEventListener("drop", (event) => {
  event.preventDefault();
  void upload([...(event.dataTransfer?.files ?? [])]);
});

signIn.addEventListener("submit", (event) => {
  event.preventDefault();
  sessionStorage.setItem("token", tokenField.value);
  signIn.hidden = true;
  void upload(unsent.splice(0));
});

follow().catch(followAgain);
