/** The cover in the tag editor: shown, replaced, taken away. */
import type { Song } from "../../api-client/contract.ts";
import { pickFiles } from "../app/pick.ts";
import { Cover } from "../covers/cover.tsx";
import type { CoverDraft, NewCover } from "./cover-draft.ts";

type Props = { readonly songs: readonly Song[]; readonly draft: CoverDraft };

/** What the server takes. */
const accept = "image/jpeg,image/png,image/webp,image/gif";

const pickPicture = (onPicture: (picture: File) => void): void =>
  pickFiles({ accept }, ([picture]) => {
    if (picture) onPicture(picture);
  });

const urlIn = ({ cover }: Song): string | undefined => cover?.urls[96];

/** The song whose cover stands for all; undefined where they differ. */
const sharing = (songs: readonly Song[]): Song | undefined =>
  new Set(songs.map(urlIn)).size === 1 ? songs[0] : undefined;

/** It as if it had the new cover already. */
const withCover = (song: Song, { url }: NewCover): Parameters<typeof Cover>[0]["of"] => {
  const { cover: _cover, streaming: _streaming, ...rest } = song;
  return url === undefined ? rest : { ...rest, cover: { color: "", urls: { 320: url } } };
};

const shownOf = ([first]: readonly Song[], shared: Song | undefined, chosen?: NewCover) => {
  if (!first) return {};
  if (chosen) return withCover(first, chosen);
  return shared ?? withCover(first, { picture: null, url: undefined });
};

export const CoverField = ({ songs, draft }: Props) => {
  const chosen = draft.chosen.value;
  const shared = sharing(songs);
  const hasOne = chosen ? chosen.picture !== null : songs.some((song) => song.cover);
  return (
    <div class="cover-field">
      <Cover of={shownOf(songs, shared, chosen)} width={320} eager class="tag-cover" />
      {!shared && !chosen && <p class="hint">Different covers</p>}
      <button
        type="button"
        class="button quiet"
        onClick={() => pickPicture((picture) => void draft.choose(picture))}
      >
        {hasOne ? "Replace cover" : "Add cover"}
      </button>
      {chosen ? (
        <button type="button" class="link" onClick={draft.drop}>
          Leave as it is
        </button>
      ) : (
        hasOne && (
          <button type="button" class="link" onClick={draft.takeAway}>
            Remove cover
          </button>
        )
      )}
    </div>
  );
};
