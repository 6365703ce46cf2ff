/** Writes diagnostics (not the audit log): structured, without personal data, as none is passed in. */
import { type DestinationStream, type Logger, pino } from 'pino';

export type { DestinationStream, Logger };

/**
 * @param level least level that is written
 * @param to default: standard error, so that standard output stays a command's result
 */
export function createLogger(level: string, to: DestinationStream = standardError()): Logger {
  return pino({ level, base: null, timestamp: pino.stdTimeFunctions.isoTime }, to);
}

function standardError(): DestinationStream {
  return pino.destination({ fd: 2, sync: false });
}
