/** The way to the server: beside the page, wherever that is. */
import { SegueClient } from "../../api-client/segue-client.ts";
import { token } from "./token.ts";

export const crudUrl = new URL("../crud/", location.href);

export const client = new SegueClient({ url: crudUrl, token: () => token.peek() });
