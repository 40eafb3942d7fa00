import { randomBytes } from "node:crypto";

const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

/** 21 random characters that survive every gateway's path: 126 bits. */
export const newId = (): string =>
  Array.from(randomBytes(21), (byte) => alphabet[byte & 63]).join("");

export const isId = (text: string): boolean => /^[\w-]{21}$/.test(text);
