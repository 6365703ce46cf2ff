/** What an image runs where the service that uses it says nothing else. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from '../setup/source-files.ts';

/** @param target a stage of the Dockerfile @throws Error where it has no command */
export function commandOfImage(target: string): readonly string[] {
  const dockerfile = readFileSync(join(ROOT, 'Dockerfile'), 'utf8');
  const stage =
    dockerfile.split(/^FROM /m).find((text) => text.split('\n')[0]?.endsWith(` AS ${target}`)) ?? '';
  const words = /^CMD (\[.*\])$/m.exec(stage)?.[1];
  if (words === undefined) throw new Error(`the image ${target} has no command`);
  return JSON.parse(words);
}
