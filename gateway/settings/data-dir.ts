/** What a DATA_DIR is of: a demo keeps its own keys there, a real gateway does not. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';

/** The demo's keys, below its DATA_DIR. */
export const DEMO_KEYS_FILE = 'demo-keys.json';

/** No demo starts there: it would write over the head of the log. */
export function isOfRealGateway(dataDir: string): boolean {
  return existsSync(join(dataDir, 'secrets')) && !existsSync(join(dataDir, DEMO_KEYS_FILE));
}
