/** The way to the server: beside the page, wherever that is. */
import { SegueClient } from "../../api-client/segue-client.ts";
import { token } from "./token.ts";

export const client = new SegueClient({
  url: new URL("../crud/", location.href),
  token: () => token.peek(),
});
