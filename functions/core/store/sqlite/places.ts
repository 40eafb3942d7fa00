/** A song's place in the order in which songs were added, as one number: the search index is in its order. */
import type { PagePosition } from "../store.ts";

/** In the order of their codes, as ids are compared. */
const characters = "-0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ_abcdefghijklmnopqrstuvwxyz";
/** Bits that tell songs of one millisecond apart; the 42 above them hold times up to the year 2109. */
const bitsOfId = 21n;
const lastTime = 2 ** 42 - 1;
const charactersOfId = 4;
const bitsOfCharacter = 6;

/** By the beginning of the id: whoever finds the place taken goes to the next one. */
export const placeOf = (createdAt: number, id: string): bigint => {
  let bits = 0;
  for (let n = 0; n < charactersOfId; n++)
    bits = bits * 2 ** bitsOfCharacter + Math.max(0, characters.indexOf(id[n] ?? "-"));
  const dropped = BigInt(charactersOfId * bitsOfCharacter) - bitsOfId;
  // A cursor may hold any number.
  const time = BigInt(Math.min(Math.max(0, Math.trunc(createdAt)), lastTime));
  return (time << bitsOfId) | (BigInt(bits) >> dropped);
};

/** Places that are looked through for a song that found its own taken. */
export const mostMoved = 4_096n;

export const placeAt = ({ key, id }: PagePosition): bigint => placeOf(Number(key), id);
