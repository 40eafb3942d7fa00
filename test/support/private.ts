/** A private library, and what its owner sends. */
import { createSigner, type Signing } from "../../functions/core/http/signed-paths.ts";
import { bearer, type Server, startServer } from "./server.ts";

export const token = "token-of-the-owner";
export const asOwner = bearer(token);

export const signing = {
  keys: ["a-key-of-thirty-three-bytes-or-so-1", "a-key-of-thirty-three-bytes-or-so-2"],
  window: 60,
} satisfies Signing;

/** Signed so many seconds ago. */
export const signedAgo = (seconds: number, songId: string, by: Signing = signing): string =>
  createSigner(by, () => Date.now() - seconds * 1000)(songId);

type Options = { readonly dataDir?: string; readonly env?: Readonly<Record<string, string>> };

export const startPrivateServer = ({ env, ...options }: Options = {}): Promise<Server> =>
  startServer({ ...options, env: { SEGUE_PRIVATE: "true", SEGUE_TOKEN: token, ...env } });
