/** Tells what a DATA_DIR belongs to: a demo keeps its own keys there, a real gateway does not. */
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { SECRET_FILES } from './secrets.ts';

/** The demo's keys, below its DATA_DIR. */
export const DEMO_KEYS_FILE = 'demo-keys.json';

/** The name of the demo's log, unless LOG_ORIGIN gives another. */
export const DEMO_LOG_ORIGIN = 'demo.alpr-sharing.invalid/log';

/** The highest head of the log that was derived here, below DATA_DIR. */
export const SEEN_HEAD_FILE = 'log-head.json';

/** The newest revocation records that were made from here, below DATA_DIR. */
export const MARKS_FILE = 'log-marks';

/**
 * True if a real gateway owns it: a demo, which would overwrite the log's head, does not start there. A
 * single key that `log key` has made is nobody's yet.
 */
export function isOfRealGateway(dataDir: string): boolean {
  if (existsSync(join(dataDir, DEMO_KEYS_FILE))) return false;
  const secrets = join(dataDir, 'secrets');
  if (!existsSync(secrets)) return false;
  const begun = existsSync(join(dataDir, SEEN_HEAD_FILE));
  return begun || !readdirSync(secrets).every((name) => name === SECRET_FILES.logKey);
}
