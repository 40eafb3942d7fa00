import type { z } from "zod";
import { Problem } from "../core/problem.ts";

/** The value as the schema has it. Throws Problem: invalid-request, with every field that is wrong. */
export const parse = <Schema extends z.ZodType>(
  schema: Schema,
  value: unknown,
): z.infer<Schema> => {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  const errors = result.error.issues.map(({ path, message, code, ...issue }) => ({
    field:
      code === "unrecognized_keys" && "keys" in issue
        ? issue.keys.join(", ").slice(0, 200)
        : path.map(String).join(".") || "body",
    message,
  }));
  const fields = errors.map(({ field, message }) => `${field}: ${message}`);
  throw new Problem("invalid-request", { detail: fields.join("; ").slice(0, 1_000), errors });
};
