/** Work dealt out evenly. */

/** At most `most` shares, none of them empty: the largest first, each to whom has least. */
export const dealOut = <T extends { readonly work: number }>(
  all: readonly T[],
  most: number,
): readonly (readonly T[])[] => {
  const shares = Array.from({ length: Math.min(most, all.length) }, () => ({
    work: 0,
    of: [] as T[],
  }));
  for (const one of all.toSorted((a, b) => b.work - a.work)) {
    const least = shares.reduce((found, share) => (share.work < found.work ? share : found));
    least.of.push(one);
    least.work += one.work;
  }
  return shares.map(({ of }) => of);
};
