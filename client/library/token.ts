/** The token by which one may write: kept on this device, or for this session. */
import { signal } from "@preact/signals";
import { inSession, onDevice } from "../app/storage.ts";

const name = "token";

export const token = signal(inSession.read(name) ?? onDevice.read(name));

export const keepToken = (text: string | undefined, forLong: boolean): void => {
  token.value = text;
  onDevice.write(name, forLong ? text : undefined);
  inSession.write(name, forLong ? undefined : text);
};
