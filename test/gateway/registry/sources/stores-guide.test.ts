/** What the guide says of sources of pushed reads is what the gateway takes and refuses. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { VENDOR_NAMES } from '../../../../gateway/reads/pushed/vendors.ts';
import { SOURCE_DEFAULTS } from '../../../../gateway/registry/sources/source.schema.ts';
import { MOST_BODY_BYTES } from '../../../../gateway/registry/sources/source.terms.ts';
import { SOURCE_METHODS } from '../../../../gateway/registry/sources/source-secret.ts';
import { ROOT } from '../../../setup/source-files.ts';

const guide = readFileSync(join(ROOT, 'gateway/docs/stores.md'), 'utf8');
const MIB = 1024 * 1024;

/** The first cells of the table below a heading. */
function firstCells(heading: string): string[] {
  const [, below = ''] = guide.split(`### ${heading}\n`);
  return [...(below.split('\n#')[0] ?? '').matchAll(/^\| `(\w+)` \|/gm)].map(([, cell]) => cell as string);
}

test('the guide names every method by which a source can authenticate, and no other', () => {
  expect(firstCells('Register a source')).toEqual([...SOURCE_METHODS]);
});

test('the guide names every vendor whose payload is understood, and no other', () => {
  expect(firstCells('What is taken of each vendor')).toEqual([...VENDOR_NAMES]);
});

test('the guide states the caps of a source', () => {
  const { bodyBytes, readsPerMinute, requestsPerMinute } = SOURCE_DEFAULTS;
  expect(guide.replace(/\s+/g, ' ')).toContain(
    `requests a minute (${requestsPerMinute} unless you say otherwise), reads a minute (${readsPerMinute.toLocaleString('en-US')}), ` +
      `bytes of a body (${bodyBytes / MIB} MiB; at most ${MOST_BODY_BYTES / MIB} MiB)`,
  );
});
