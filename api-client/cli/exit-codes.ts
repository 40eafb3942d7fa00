/** How the program ends: for scripts, so they stay what they are. */
export const exitCodes = {
  ok: 0,
  /** Something was not done; standard error says what and why. */
  failed: 1,
  usage: 2,
  away: 3,
  token: 4,
  /** 128 + SIGINT. */
  interrupted: 130,
  /** 128 + SIGTERM. */
  ended: 143,
} as const;

export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes];
