/** What is being typed about songs: kept for this session, so that neither a failure nor a reload loses it. */
import { type ReadonlySignal, signal } from "@preact/signals";
import type { Song } from "../../api-client/contract.ts";
import { inSession } from "../app/storage.ts";
import type { Draft } from "./tag-fields.ts";

export type DraftKeeper = {
  readonly draft: ReadonlySignal<Draft>;
  /** Undefined: as the songs have it. */
  set<Name extends keyof Draft>(name: Name, value: Draft[Name] | undefined): void;
  isTouched(): boolean;
  drop(): void;
};

const parsed = (text: string | undefined): Draft => {
  const value: unknown = text === undefined ? undefined : JSON.parse(text);
  return typeof value === "object" && value !== null ? value : {};
};

export const keepDraft = (songs: readonly Song[]): DraftKeeper => {
  const name = `draft.${songs.map(({ id }) => id).join(",")}`;
  const draft = signal<Draft>(parsed(inSession.read(name)));
  const put = (next: Draft): void => {
    draft.value = next;
    const isEmpty = Object.keys(next).length === 0;
    inSession.write(name, isEmpty ? undefined : JSON.stringify(next));
  };
  return {
    draft,
    set(key, value) {
      const { [key]: _, ...rest } = draft.peek();
      put(value === undefined ? rest : { ...rest, [key]: value });
    },
    isTouched: () => Object.keys(draft.value).length > 0,
    drop: () => put({}),
  };
};
