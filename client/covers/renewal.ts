/** Signed addresses of covers expire: a picture that does not come is asked for under the one that it has now. */
import { client } from "../library/client.ts";
import { signed } from "../library/signed.ts";

const asked = new Map<string, Promise<URL | undefined>>();

const addressOf = (id: string): Promise<URL | undefined> => {
  const asking =
    asked.get(id) ??
    client
      .get(id)
      .then((song) => song && client.streamingUrl(song))
      // The made cover below it is shown on.
      .catch(() => undefined)
      .finally(() => asked.delete(id));
  asked.set(id, asking);
  return asking;
};

const renew = async (picture: HTMLImageElement): Promise<void> => {
  const [, id, path] = signed.exec(picture.src) ?? [];
  if (id === undefined || !path) return;
  const before = picture.src;
  const base = await addressOf(id);
  const now = base && new URL(path, base).href;
  if (now !== undefined && now !== before && picture.src === before) picture.src = now;
};

/** Errors of pictures do not rise to the page: they are caught on their way down. */
export const startRenewal = (): void => {
  // Those of the first moments have failed before anybody listened.
  for (const picture of document.images)
    if (picture.complete && picture.naturalWidth === 0) void renew(picture);
  document.addEventListener(
    "error",
    ({ target }) => {
      if (target instanceof HTMLImageElement) void renew(target);
    },
    true,
  );
};
