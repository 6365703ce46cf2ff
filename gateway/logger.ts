/** Diagnostics (not the audit log): structured, and free of personal data by what is never handed to them. */
import { type Logger, pino } from 'pino';

export type { Logger };

/** @param level least level that is written. To standard error, so that standard output stays a command's result. */
export function createLogger(level: string): Logger {
  return pino(
    { level, base: null, timestamp: pino.stdTimeFunctions.isoTime },
    pino.destination({ fd: 2, sync: false }),
  );
}
