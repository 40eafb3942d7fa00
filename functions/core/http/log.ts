import { type Logger, pino } from "pino";

export type Log = Logger;

/** One JSON line per event, on standard error. */
export const createLog = (level: string, name: string): Log =>
  pino(
    {
      level,
      base: { name },
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }) },
    },
    pino.destination({ dest: 2, sync: true }),
  );
