/** The file as it was uploaded. From a private library it takes the token, which a link cannot send. */
import type { Song } from "../../api-client/contract.ts";
import { signedIn } from "../app/sign-in.ts";
import { client } from "./client.ts";

/** ms: by then the browser has begun to write it. */
const longEnough = 60_000;

export const downloadOriginal = async ({ id, filename }: Song): Promise<void> => {
  const { body, type } = await signedIn(() => client.original(id));
  const blob = await new Response(body, { headers: { "Content-Type": type } }).blob();
  const link = document.createElement("a");
  link.href = URL.createObjectURL(blob);
  link.download = filename ?? "";
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), longEnough);
};

/** Its songs have signed addresses. */
export const isPrivate = ({ streaming }: Song): boolean => /\/s\/[^/]+\/[\w-]+\/$/.test(streaming);
