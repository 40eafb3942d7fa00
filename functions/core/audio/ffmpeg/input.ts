/**
 * Only pipes: a file that names other files or addresses opens none of them. Its format is what we found it to be, and
 * no other is tried.
 */
export const inputOptions = (demuxer: string): string[] => [
  "-hide_banner",
  "-threads",
  "1",
  "-protocol_whitelist",
  "pipe",
  "-f",
  demuxer,
];
