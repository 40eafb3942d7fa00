/** What tus sends beside the bytes: pairs of a name and a value in base64. */
import { UploadMetadata } from "../../../api-client/uploads.ts";
import { Problem } from "../../core/problem.ts";
import { parse } from "../parse.ts";

const base64 = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}(?:==)?|[A-Za-z0-9+/]{3}=?)?$/;

const malformed = (): Problem =>
  new Problem("invalid-request", {
    detail: "Upload-Metadata must be names with values in base64, separated by commas.",
    errors: [{ field: "Upload-Metadata", message: "malformed" }],
  });

const pairIn = (text: string): [string, string] => {
  const [name = "", value = "", ...rest] = text.trim().split(/ +/);
  if (!name || rest.length > 0 || !base64.test(value)) throw malformed();
  return [name, Buffer.from(value, "base64").toString("utf8")];
};

/** Throws Problem: invalid-request. Names that mean nothing here, and empty values, are passed over. */
export const metadataIn = (header: string): UploadMetadata => {
  if (header.trim() === "") return {};
  const pairs = header.split(",").map(pairIn);
  const fields = Object.fromEntries(pairs.filter(([, value]) => value.trim() !== ""));
  return parse(UploadMetadata, fields);
};
