/** The file as it was uploaded. From a private library it takes the token, which a link cannot send. */
import type { Song } from "../../api-client/contract.ts";
import { ServerAway } from "../../api-client/segue-client.ts";
import { clean } from "../app/format.ts";
import { signedIn } from "../app/sign-in.ts";
import { toast } from "../app/toast.ts";
import { client } from "./client.ts";
import { signed } from "./signed.ts";

/** ms: by then the browser has begun to write it. */
const longEnough = 60_000;

/** All of it; a line that breaks on the way fails as one that was never there. */
const whole = async (id: string): Promise<Blob> => {
  const { body, type } = await client.original(id);
  try {
    return await new Response(body, { headers: { "Content-Type": type } }).blob();
  } catch (cause) {
    throw new ServerAway("The file broke off.", { cause });
  }
};

export const downloadOriginal = async ({ id, title, filename }: Song): Promise<void> => {
  // The browser shows nothing of it before it has come.
  toast(`Downloading ${clean(title)}`);
  const blob = await signedIn(() => whole(id));
  const link = document.createElement("a");
  link.href = URL.createObjectURL(blob);
  link.download = filename ?? "";
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), longEnough);
};

/** Its songs have signed addresses. */
export const isPrivate = ({ streaming }: Song): boolean => signed.test(streaming);
