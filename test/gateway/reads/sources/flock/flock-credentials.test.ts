/** The file with the vendor's client: each fault names the file and the next step, and nothing that it holds. */
import { chmodSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { readFlockCredentials } from '../../../../../gateway/reads/sources/flock/flock-credentials.ts';

const path = join(mkdtempSync(join(tmpdir(), 'flock-')), 'flock.json');
const right = {
  clientId: 'commerce-city-gateway',
  clientSecret: 'kept-to-ourselves',
  tokenUrl: 'https://api.flocksafety.com/oauth/token',
  scope: 'plate-reads:lookup',
};

function read(content: unknown, mode = 0o600) {
  writeFileSync(path, typeof content === 'string' ? content : JSON.stringify(content));
  chmodSync(path, mode);
  return readFlockCredentials(path);
}

test('the four members are read, and an audience where the vendor asks for one', () => {
  expect(read(right)).toEqual(right);
  expect(read({ ...right, audience: 'search' })).toEqual({ ...right, audience: 'search' });
});

test.each<[string, unknown, RegExp]>([
  ['no JSON', '{"clientSecret":"kept-to-ourselves"', /is not JSON$/],
  ['a list', [right], /is not a JSON object$/],
  ['no secret', { ...right, clientSecret: undefined }, /has no `clientSecret`, or not as a text/],
  ['an empty scope', { ...right, scope: '' }, /has no `scope`, or not as a text/],
  ['a number', { ...right, clientId: 7 }, /has no `clientId`, or not as a text/],
  [
    'a member more',
    { ...right, secret: 'kept-to-ourselves' },
    /has a member that is not known; it has clientId,/,
  ],
  [
    'http',
    { ...right, tokenUrl: 'http://api.flocksafety.com/oauth/token' },
    /`tokenUrl` .* must begin with https:/,
  ],
  [
    'no address',
    { ...right, tokenUrl: 'api.flocksafety.com' },
    /`tokenUrl` that cannot be used: it must begin/,
  ],
])('a file with %s is refused', (_, content, says) => {
  const message = messageOf(() => read(content));
  expect(message).toMatch(says);
  expect(message).toContain(`FLOCK_CREDENTIALS_FILE: \`${path}\``);
  expect(message).not.toContain('kept-to-ourselves');
});

test('a file that others can read is refused, with the command that ends it', () => {
  expect(messageOf(() => read(right, 0o644))).toContain(`next: chmod 600 ${path}`);
});

test('a file that is not there is named, with what to put there', () => {
  expect(messageOf(() => readFlockCredentials('/nowhere/flock.json'))).toBe(
    'FLOCK_CREDENTIALS_FILE: `/nowhere/flock.json` cannot be read (ENOENT); next: put {"clientId": "…", ' +
      '"clientSecret": "…", "tokenUrl": "…", "scope": "…"} there, mode 0600',
  );
});

function messageOf(work: () => unknown): string {
  try {
    work();
  } catch (error) {
    return (error as Error).message;
  }
  return 'nothing was thrown';
}
