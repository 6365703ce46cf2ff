/** The partners' guide, held against what the gateway asks for and answers. */
import { readFileSync } from 'node:fs';
import { expect, test } from '@jest/globals';
import { releaseAnswer } from '../../gateway/query/query.schema.ts';

const guide = readFileSync(new URL('../../gateway/docs/partners-guide.md', import.meta.url), 'utf8');
/** What stands first in the rows of its tables. */
const named = [...guide.matchAll(/^\| `(\w+)`/gm)].map(([, name]) => name);

test('tells of each obligation that an answer can have what it means', () => {
  const [, codes = ''] =
    /"enum":(\["verify_before_action"[^\]]*\])/.exec(JSON.stringify(releaseAnswer)) ?? [];
  const obligations: string[] = JSON.parse(codes);
  expect(obligations.length).toBeGreaterThan(4);
  expect(obligations.filter((code) => !named.includes(code))).toEqual([]);
});

test('tells what the assertion and the proof of a client say', () => {
  for (const row of [/^\| `client_assertion`.*/m, /^\| `DPoP` header.*/m]) {
    expect(guide).toMatch(row);
  }
  const [proof = ''] = /^\| `DPoP` header.*/m.exec(guide) ?? [];
  for (const claim of ['htm', 'htu', 'ath', 'jwk', 'dpop+jwt']) expect(proof).toContain(`\`${claim}\``);
});
