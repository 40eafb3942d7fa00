/** One editing of tags and covers, from the first key to the last song saved. */
import { type ReadonlySignal, signal } from "@preact/signals";
import type { Song } from "../../api-client/contract.ts";
import { plural } from "../app/format.ts";
import { toast } from "../app/toast.ts";
import { type DraftKeeper, keepDraft } from "./draft.ts";
import { explain, isFault } from "./faults.ts";
import { type CoverDraft, draftCover } from "./cover-draft.ts";
import { createSaver, isConflict, readAgain } from "./save-tags.ts";
import { changeOf, complaint, fields } from "./tag-fields.ts";

/** What stands between the draft and the server. */
export type Snag =
  | { readonly kind: "conflict" }
  | { readonly kind: "fault"; readonly text: string }
  | { readonly kind: "some"; readonly saved: number; readonly failed: readonly [Song, unknown][] };

export type Editing = {
  /** Those that are still to be saved. */
  readonly songs: ReadonlySignal<readonly Song[]>;
  readonly keeper: DraftKeeper;
  readonly cover: CoverDraft;
  readonly snag: ReadonlySignal<Snag | undefined>;
  readonly isSaving: ReadonlySignal<boolean>;
  isTouched(): boolean;
  maySave(): boolean;
  save(): Promise<void>;
  /** Forgets what was typed and chosen. */
  drop(): void;
  /** What others made of the song, instead of what was typed. */
  takeTheirs(): Promise<void>;
  /** What was typed, over what others made of the song. */
  saveMine(): Promise<void>;
};

export const createEditing = (given: readonly Song[], close: () => void): Editing => {
  const songs = signal(given);
  const snag = signal<Snag | undefined>(undefined);
  const isSaving = signal(false);
  const keeper = keepDraft(given);
  const cover = draftCover();
  const saver = createSaver();

  const drop = (): void => {
    keeper.drop();
    cover.drop();
  };

  const finish = (): void => {
    drop();
    close();
    toast(given.length === 1 ? "Saved" : `Saved ${plural(given.length, "song")}`);
  };

  const send = async (): Promise<void> => {
    const change = {
      tags: changeOf(keeper.draft.peek()),
      cover: cover.chosen.peek()?.picture,
    };
    const rest = songs.peek();
    const [only] = rest;
    if (given.length === 1 && only) {
      await saver.one(only, change);
      return finish();
    }
    const { done, failed } = await saver.many(rest, change);
    if (failed.length === 0) return finish();
    snag.value = { kind: "some", saved: given.length - rest.length + done.length, failed };
    // The next attempt is for those that were not saved, as they are by then.
    const again = failed.map(async ([song, error]) =>
      isConflict(error) ? readAgain(song.id) : song,
    );
    songs.value = (await Promise.all(again)).filter((song) => song !== undefined);
  };

  const attempt = async (work: () => Promise<void>): Promise<void> => {
    if (isSaving.peek()) return;
    isSaving.value = true;
    snag.value = undefined;
    try {
      await work();
    } catch (error) {
      if (isConflict(error)) snag.value = { kind: "conflict" };
      else if (isFault(error)) snag.value = { kind: "fault", text: explain(error) };
      else throw error;
    } finally {
      isSaving.value = false;
    }
  };

  const readTheirs = async (): Promise<void> => {
    const theirs = await Promise.all(songs.peek().map(({ id }) => readAgain(id)));
    songs.value = theirs.filter((song) => song !== undefined);
  };

  const isTouched = (): boolean => keeper.isTouched() || cover.chosen.value !== undefined;

  const maySave = (): boolean =>
    isTouched() &&
    !isSaving.value &&
    fields.every((field) => complaint(field, keeper.draft.value[field.name] ?? "") === undefined);

  return {
    songs,
    keeper,
    cover,
    snag,
    isSaving,
    isTouched,
    maySave,
    drop,
    save: () => attempt(send),
    takeTheirs: () =>
      attempt(async () => {
        await readTheirs();
        drop();
      }),
    saveMine: () =>
      attempt(async () => {
        await readTheirs();
        await send();
      }),
  };
};
