/** Which form of a text a client takes (RFC 9110, 12.5.3). */

/** What a client says of codings, as `gzip;q=0.5`: their weights, by lower-case name. */
const weightsOf = (accept: string): ReadonlyMap<string, number> =>
  new Map(
    accept.split(",").map((item) => {
      const [coding = "", ...parameters] = item.split(";").map((part) => part.trim().toLowerCase());
      const weight = Number(parameters.find((part) => part.startsWith("q="))?.slice(2) ?? 1);
      return [coding, Number.isNaN(weight) ? 0 : weight];
    }),
  );

/** Plain is what everybody takes; gzip is sent to those who say that they take it, and do not like plain better. */
export const takesGzip = (accept: string | undefined): boolean => {
  if (accept === undefined) return false;
  const weights = weightsOf(accept);
  const any = weights.get("*");
  const gzip = weights.get("gzip") ?? weights.get("x-gzip") ?? any ?? 0;
  return gzip > 0 && gzip >= (weights.get("identity") ?? any ?? 0);
};
