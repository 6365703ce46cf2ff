/** Which witnesses must have cosigned: policy files as c2sp.org/tlog-policy describes them. */
import { generateKeyPairSync } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from '@jest/globals';
import { generateLogKey } from '../../../gateway/audit/checkpoint-signer.ts';
import { createCosigner } from '../../../gateway/audit/cosignature.ts';
import { ED25519_COSIGNATURE, verifierKey } from '../../../gateway/audit/signed-note.ts';
import { parsePolicy } from '../../../gateway/cosigning/policy.ts';
import { readPolicy } from '../../../gateway/cosigning/read-policy.ts';

const key = (name: string) => createCosigner(`${name}.test`, generateLogKey()).vkey;
const LOG = verifierKey('log.test/a', generateKeyPairSync('ed25519').publicKey);
const names = ['X1', 'X2', 'X3', 'Y1', 'Y2', 'Y3'];
const witnesses = names.map((name) => `witness ${name} ${key(name)}`);

describe('a quorum', () => {
  const agree = (text: string, ...cosigned: string[]) => parsePolicy(`${text}\n`).isQuorum(new Set(cosigned));

  test('of groups of groups needs enough of each', () => {
    const policy = [
      '# two organizations',
      `log ${LOG}`,
      '',
      ...witnesses.map((line) => `  ${line.replaceAll(' ', '\t ')}  `),
      'group X-witnesses 2 X1 X2 X3',
      'group Y-witnesses any Y1 Y2 Y3',
      'group X-and-Y all X-witnesses Y-witnesses',
      'quorum X-and-Y',
      '',
    ].join('\n');
    expect(parsePolicy(policy)).toMatchObject({
      logs: [LOG],
      witnesses: names.map((name) => ({ name, url: null })),
    });
    expect(agree(policy, 'X1', 'X3', 'Y2')).toBe(true);
    expect(agree(policy, 'X1', 'X2', 'X3')).toBe(false);
    expect(agree(policy, 'X1', 'Y1', 'Y2', 'Y3')).toBe(false);
    expect(agree(policy)).toBe(false);
  });

  test('may be one witness, or none', () => {
    expect(agree(`${witnesses[0]} https://w.test/x/\nquorum X1`, 'X1')).toBe(true);
    expect(agree(`${witnesses[0]}\nquorum X1`)).toBe(false);
    expect(agree('quorum none')).toBe(true);
  });
});

describe('of a quorum from which witnesses were taken out', () => {
  const left = (text: string, cosigned: string[], removed: string[]) =>
    parsePolicy(`${witnesses.join('\n')}\n${text}\n`).isQuorum(new Set(cosigned), new Set(removed));

  test('the others are still needed, and those that are left are enough', () => {
    const all = 'group all-X all X1 X2 X3\nquorum all-X';
    expect(left(all, ['X2', 'X3'], [])).toBe(false);
    expect(left(all, ['X2', 'X3'], ['X1'])).toBe(true);
    expect(left(all, ['X2'], ['X1'])).toBe(false);
    expect(left('group two-X 2 X1 X2 X3\nquorum two-X', ['X2'], ['X1'])).toBe(false);
    expect(left('group two-X 2 X1 X2\nquorum two-X', ['X2'], ['X1'])).toBe(true);
  });

  test('a cosignature of one that was taken out counts no more', () => {
    expect(left('group one-X any X1 X2\nquorum one-X', ['X1'], ['X1'])).toBe(false);
  });

  test('a group that has nobody left is left out, and a quorum that has nobody left is never reached', () => {
    const groups =
      'group only-X any X1\ngroup only-Y any Y1\ngroup X-and-Y all only-X only-Y\nquorum X-and-Y';
    expect(left(groups, ['Y1'], ['X1'])).toBe(true);
    expect(left(groups, ['X1', 'Y1'], ['X1', 'Y1'])).toBe(false);
    expect(left('quorum X1', ['X1'], ['X1'])).toBe(false);
  });
});

describe('a policy that cannot be meant is refused, with the line and what is wrong', () => {
  const [one = '', two = ''] = witnesses;
  const again = one.replace(' X1 ', ' again ');
  test.each([
    ['no quorum', one, /there is no line `quorum`/],
    ['two quorums', 'quorum none\nquorum none', /line 2: there is a line `quorum` already/],
    [
      'a quorum of nobody known',
      `${one}\nquorum X2`,
      /line 2: `X2` is neither a witness nor a group that an earlier line names/,
    ],
    ['a group before its members', `group g any X1\n${one}\nquorum g`, /line 1: `X1` is neither a witness/],
    [
      'a member of two groups',
      `${one}\n${two}\ngroup a any X1\ngroup b all X1 X2\nquorum b`,
      /line 4: `X1` is a member/,
    ],
    ['a member twice', `${one}\ngroup a all X1 X1\nquorum a`, /line 2: `X1` is a member/],
    ['a group of itself', `${one}\ngroup g all X1 g\nquorum g`, /line 2: `g` is neither a witness/],
    [
      'more than there are',
      `${one}\ngroup g 2 X1\nquorum g`,
      /line 2: `2` must be all, any, or a number from 1 to 1/,
    ],
    ['none of them', `${one}\ngroup g 0 X1\nquorum g`, /line 2: `0` must be all/],
    ['a name twice', `${one}\n${two.replace(' X2 ', ' X1 ')}\nquorum X1`, /line 2: the name `X1` is taken/],
    ['the name none', one.replace(' X1 ', ' none '), /line 1: the name `none` is taken/],
    ['a key twice', `${one}\n${again}\nquorum X1`, /line 2: this key is the key of another witness too/],
    [
      'a log’s key for a witness',
      `witness X1 ${LOG}\nquorum X1`,
      /line 1: .* is not a verifier key .*witness/,
    ],
    [
      'a witness’s key for a log',
      `log ${one.split(' ')[2]}\nquorum none`,
      /line 1: .* is not a verifier key .*log/,
    ],
    ['a key that is none', 'witness X1 foo+00000000+AAAA\nquorum X1', /line 1: .* is not a verifier key/],
    ['an address that is none', `${one} ftp://w.test\nquorum X1`, /line 1: .* must be a URL/],
    ['a word that is none', 'wittness X1\nquorum none', /line 1: `wittness` is none of/],
    ['a carriage return', `${one}\r\nquorum X1`, /line 1: it has a control character: remove it/],
    ['DEL, in a comment', `${one}\n# a\u007fb\nquorum X1`, /line 2: it has a control character: remove it/],
  ])('%s', (_, text, what) => {
    expect(() => parsePolicy(`${text}\n`)).toThrow(what);
  });

  test('one whose last line has no newline', () => {
    expect(() => parsePolicy(`${one}\nquorum X1`)).toThrow(/line 2, the last one, .*: add one$/);
  });

  test('one with more names than are counted', () => {
    const raw = (i: number) =>
      verifierKey(`w${i}.test`, generateKeyPairSync('ed25519').publicKey, ED25519_COSIGNATURE);
    const many = Array.from({ length: 257 }, (_, i) => `witness w${i} ${raw(i)}`);
    expect(() => parsePolicy([...many, 'quorum w0', ''].join('\n'))).toThrow(
      /line 257: there are more than 256/,
    );
  });
});

describe('the policy of a node', () => {
  const next = verifierKey('log.test/a', generateKeyPairSync('ed25519').publicKey);
  const directory = mkdtempSync(join(tmpdir(), 'policy-'));
  afterAll(() => rmSync(directory, { recursive: true }));
  const written = (log: string) => {
    const path = join(directory, 'policy.txt');
    writeFileSync(path, [`log ${log}`, `${witnesses[0]} https://w.test`, 'quorum X1', ''].join('\n'));
    return path;
  };

  test('may name either key of a log that changes its key, and after that no longer the old one', async () => {
    for (const log of [LOG, next]) expect((await readPolicy(written(log), [LOG, next])).logs).toEqual([log]);
    await expect(readPolicy(written(LOG), [next])).rejects.toThrow(`add \`log ${next}\``);
  });
});
