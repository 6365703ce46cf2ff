/** YAML as a value. The package has no types of its own. */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { ROOT } from '../setup/source-files.ts';

const { safeLoad } = createRequire(import.meta.url)('js-yaml') as { safeLoad(text: string): unknown };

/** @param path from the top of the project. @throws Error if it is not YAML, or has a key twice */
export function readYaml<Value>(path: string): Value {
  return safeLoad(readFileSync(join(ROOT, path), 'utf8')) as Value;
}
