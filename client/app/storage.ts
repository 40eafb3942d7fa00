/** What this device keeps. Where a browser forbids that, it lasts as long as the page. */
const fallback = new Map<string, string>();

const prefix = "segue.";

const attempt = <T>(work: () => T, otherwise: () => T): T => {
  try {
    return work();
  } catch (error) {
    if (error instanceof DOMException) return otherwise();
    throw error;
  }
};

export type Kept = {
  read(name: string): string | undefined;
  write(name: string, text: string | undefined): void;
};

const keptIn = (storage: () => Storage): Kept => ({
  read: (name) =>
    attempt(
      () => storage().getItem(prefix + name) ?? undefined,
      () => fallback.get(name),
    ),
  write(name, text) {
    if (text === undefined) {
      fallback.delete(name);
      attempt(
        () => storage().removeItem(prefix + name),
        () => undefined,
      );
    } else
      attempt(
        () => storage().setItem(prefix + name, text),
        () => void fallback.set(name, text),
      );
  },
});

export const onDevice = keptIn(() => localStorage);
export const inSession = keptIn(() => sessionStorage);
