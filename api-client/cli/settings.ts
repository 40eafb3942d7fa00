/** Where the server is, and the token for it. */
import { exitCodes } from "./exit-codes.ts";
import { Failure, usage } from "./failure.ts";

export const defaultServer = "http://localhost:8080";

const example = "SEGUE_URL, or --url, is as http://localhost:8080 or https://music.example.";

/** Where crud is, whichever of Segue's addresses is given: the server's root, the player's, or crud's own. */
export const crudUrl = (server: string): URL => {
  const url = URL.parse(server.trim());
  if (!url || !/^https?:$/.test(url.protocol))
    throw usage(`"${server}" is no address of a server.`, example);
  if (url.username !== "" || url.password !== "")
    throw usage("The address has a name or password in it.", "Segue takes a token: SEGUE_TOKEN.");
  const before = /^(.*?)\/*(\/function\/.*)?$/.exec(url.pathname)?.[1] ?? "";
  url.pathname = `${before}/function/crud/`;
  url.search = "";
  url.hash = "";
  return url;
};

/** One of them, where there are several, one per line. */
export const tokenIn = (given: string | undefined): string | undefined => {
  const token = given?.split(/\s+/).find((word) => word !== "");
  if (token !== undefined && !/^[\x21-\x7E]+$/.test(token))
    throw new Failure("SEGUE_TOKEN has characters that no token has.", {
      hint: "Copy it again from the server.",
      code: exitCodes.token,
    });
  return token;
};
