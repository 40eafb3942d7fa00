/** Songs as documents, and what is asked of their fields. */
import type { Filter } from "mongodb";
import type { Song } from "../../song/song.ts";
import { rangeOf } from "../beginnings.ts";
import type { SongDocument } from "./collections.ts";

export const toSong = ({ _id, changedAt, ...fields }: SongDocument): Song => ({
  id: _id,
  changedAt: changedAt.getTime(),
  ...fields,
});

export const beginsWith = (text: string) => {
  const [from, to] = rangeOf(text);
  return { $gte: from, $lt: to };
};

export const beginsNotWith = (path: string, text: string): Filter<SongDocument> => {
  const [from, to] = rangeOf(text);
  return { $or: [{ [path]: { $lt: from } }, { [path]: { $gte: to } }] };
};

const escaped = (term: string): string => term.replace(/[^\p{L}\p{N}]/gu, "\\$&");

/** Of the terms, one begins with each of these: undefined where there are none. */
export const withTerms = (terms: readonly string[] = []) =>
  terms.length > 0 ? { $all: terms.map((term) => new RegExp(`^${escaped(term)}`)) } : undefined;

/** Fields of the filter that are given; MongoDB would take undefined for null. */
export const given = (fields: Record<string, unknown>): Filter<SongDocument> =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));
