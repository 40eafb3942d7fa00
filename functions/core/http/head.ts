/** Names and values of headers in turn: the form that costs Node least to send. */
export type Head = readonly string[];

export const headOf = (headers: Readonly<Record<string, string>>): Head =>
  Object.entries(headers).flat();
