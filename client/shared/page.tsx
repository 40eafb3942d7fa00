/** What a link opens: one song or one album, and nothing else of the library. */
import { signal } from "@preact/signals";
import { render } from "preact";
import type { Shared, Song } from "../../api-client/contract.ts";
import { SegueError } from "../../api-client/segue-client.ts";
import { clean, length, plural } from "../app/format.ts";
import { Cover } from "../covers/cover.tsx";
import { isFault } from "../library/faults.ts";
import { Controls } from "./controls.tsx";
import { hasSecret, openLink } from "./link.ts";
import { guestPlayer as player, startGuest } from "./player.ts";
import "./shared.css";

type Away = { readonly away: string };

type State = "loading" | "gone" | Away | Shared;

const state = signal<State>(hasSecret ? "loading" : "gone");

const until = new Intl.DateTimeFormat("en-GB", { dateStyle: "long", timeStyle: "short" });

const look = async (): Promise<void> => {
  try {
    const shared = await openLink();
    state.value = shared;
    document.title = `${clean(shared.title)} · Segue`;
    startGuest();
  } catch (error) {
    if (!isFault(error)) throw error;
    const isGone = error instanceof SegueError && error.problem.status === 410;
    const away = error instanceof SegueError ? error.message : "Can't reach the server.";
    state.value = isGone ? "gone" : { away };
  }
};

const Gone = () => (
  <>
    <h1>This link leads nowhere any more.</h1>
    <p>It has expired or was taken back. Ask whoever sent it for another.</p>
  </>
);

const AwayNote = ({ away }: Away) => (
  <>
    <h1>{away}</h1>
    <p>
      <button type="button" class="button" onClick={() => void look()}>
        Try again
      </button>
    </p>
  </>
);

type SongProps = { readonly song: Song; readonly play: () => void };

const Track = ({ song, play }: SongProps) => (
  <li>
    <button
      type="button"
      class="guest-track"
      aria-current={player.current.value?.id === song.id ? "true" : undefined}
      disabled={!song.playable}
      onClick={play}
    >
      <span dir="auto">{clean(song.title)}</span>
      <span class="number">{length(song.duration)}</span>
    </button>
  </li>
);

const Opened = ({ kind, title, artist, songs, expiresAt }: Shared) => {
  const playable = songs.filter((song) => song.playable);
  const play = (song?: Song): void => player.play(playable, song ? playable.indexOf(song) : 0);
  return (
    <>
      <Cover of={songs[0] ?? {}} width={320} eager class="guest-cover" />
      <h1 dir="auto">{clean(title)}</h1>
      <p dir="auto">
        {artist !== undefined && clean(artist)}
        {kind === "album" && ` · ${plural(songs.length, "song")}`}
      </p>
      <Controls start={() => play()} />
      {kind === "album" && (
        <ol class="guest-tracks">
          {songs.map((song) => (
            <Track key={song.id} song={song} play={() => play(song)} />
          ))}
        </ol>
      )}
      <p class="hint">Shared with you until {until.format(new Date(expiresAt))}.</p>
    </>
  );
};

const Page = () => {
  const now = state.value;
  return (
    <main class="guest">
      {now === "gone" && <Gone />}
      {typeof now === "object" && ("away" in now ? <AwayNote {...now} /> : <Opened {...now} />)}
    </main>
  );
};

/** In the place of the whole player. */
export const showShared = (root: Element): void => {
  render(<Page />, root);
  // Another link in the same window.
  addEventListener("hashchange", () => location.reload());
  if (hasSecret) void look();
};
