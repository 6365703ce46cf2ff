/** The flags of node with which `npm start` runs what is built, as the image and the unit of systemd do. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from './source-files.ts';

const { scripts } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as {
  readonly scripts: Readonly<Record<string, string>>;
};

export const START_FLAGS: readonly string[] = scripts.start?.match(/--max-semi-space-size=\d+/g) ?? [];
