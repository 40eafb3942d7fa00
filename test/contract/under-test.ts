import { afterAll, beforeAll } from "vitest";
import type { Store } from "../../functions/core/store/store.ts";

export type StoreUnderTest = {
  /** Another connection to the same data, as another process has it. */
  open(): Promise<Store>;
  remove(): Promise<void>;
};

export type Make = () => Promise<StoreUnderTest>;

/** Two connections to one empty store, for the tests of a suite. */
export const twoConnections = (make: Make): { readonly one: Store; readonly two: Store } => {
  const stores: { one?: Store; two?: Store } = {};
  let underTest: StoreUnderTest | undefined;
  beforeAll(async () => {
    underTest = await make();
    [stores.one, stores.two] = await Promise.all([underTest.open(), underTest.open()]);
  });
  afterAll(async () => {
    await stores.one?.close();
    await stores.two?.close();
    await underTest?.remove();
  });
  return stores as { one: Store; two: Store };
};
