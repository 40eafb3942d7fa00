/** Lists that follow one another as one, page by page: what matches best, then the rest. */
import type { PagePosition } from "./store.ts";

export type Page = {
  readonly limit: number;
  readonly after?: PagePosition;
  readonly offset?: number;
};

/** No item is in two tiers. */
export type Tier<Item> = {
  list(page: Page): Promise<readonly Item[]>;
  count(): Promise<number>;
  positionOf(item: Item): PagePosition;
};

export type Ranked<Item> = { readonly item: Item; readonly position: PagePosition };

/** A position in all tiers is one in its own, which stands before its key; a date is a key of digits. */
const within = (tier: number, { key, id }: PagePosition): PagePosition => ({
  key: `${tier}${typeof key === "number" ? "#" : ":"}${key}`,
  id,
});

const form = /^(?<tier>\d)(?:#(?<date>\d{1,15})|:(?<text>.*))$/s;

/** Whether a key is one of a position in all tiers. */
export const isRankedKey = (key: PagePosition["key"]): boolean => form.test(String(key));

type Place = { readonly tier: number; readonly after?: PagePosition };

const placeIn = ({ key, id }: PagePosition): Place => {
  const { tier, date, text = "" } = form.exec(String(key))?.groups ?? {};
  return { tier: Number(tier), after: { key: date === undefined ? text : Number(date), id } };
};

export const rankedPage = async <Item>(
  tiers: readonly Tier<Item>[],
  { limit, after, offset = 0 }: Page,
): Promise<Ranked<Item>[]> => {
  const start: Place = after ? placeIn(after) : { tier: 0 };
  const found: Ranked<Item>[] = [];
  let over = offset;
  for (const [n, tier] of tiers.entries()) {
    if (n < start.tier) continue;
    const items = await tier.list({
      limit: limit - found.length,
      ...(n === start.tier && start.after && { after: start.after }),
      ...(over > 0 && { offset: over }),
    });
    for (const item of items) found.push({ item, position: within(n, tier.positionOf(item)) });
    if (found.length === limit) break;
    if (over > 0) over = items.length > 0 ? 0 : Math.max(0, over - (await tier.count()));
  }
  return found;
};
