/** What can go wrong with any store, in its own words; the adapter's error is the cause. */

/** It cannot be reached, or did not answer in time. Worth trying again. */
export class StoreAway extends Error {
  override readonly name = "StoreAway";
}

/** It has no room for more bytes. */
export class StoreFull extends Error {
  override readonly name = "StoreFull";
}

/** Its schema is newer than this program. */
export class SchemaTooNew extends Error {
  override readonly name = "SchemaTooNew";
  constructor(found: number, known: number) {
    super(
      `The library was written by a newer Segue (schema ${found}, this one knows ${known}). ` +
        `Start that version, or restore the backup you made before you upgraded.`,
    );
  }
}

type Methods = Record<string, (...args: never[]) => Promise<unknown>>;

/** Gets a call and its name, and makes the promise that the caller sees. */
export type Around = (call: () => Promise<unknown>, name: string) => Promise<unknown>;

/** The same port with every call wrapped. */
export const wrapCalls = <T extends object>(port: T, around: Around): T =>
  Object.fromEntries(
    Object.entries(port as Methods).map(([name, method]) => [
      name,
      (...args: never[]) => around(async () => method(...args), name),
    ]),
  ) as T;

/** Rejections go through `translate`. */
export const translating =
  (translate: (error: unknown) => unknown) =>
  (call: () => Promise<unknown>): Promise<unknown> =>
    call().catch((error: unknown) => {
      throw translate(error);
    });

/** A call that takes longer (ms) is rejected as StoreAway; it may still happen. */
export const within =
  (deadline: number) =>
  (call: () => Promise<unknown>): Promise<unknown> => {
    const late = Promise.withResolvers<never>();
    const timer = setTimeout(() => {
      late.reject(new StoreAway(`The store did not answer within ${deadline / 1000} s.`));
    }, deadline);
    return Promise.race([call(), late.promise]).finally(() => clearTimeout(timer));
  };
