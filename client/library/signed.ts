/** Addresses of a private library: they hold for a while, for the song whose id they name. */
export const signed = /\/s\/[^/]+\/([\w-]{21})\/(.*)$/;
