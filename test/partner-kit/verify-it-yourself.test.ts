/** "Verify it yourself": its vectors are computed again, by its own formulas and by the gateway; its commands are run. */
import { createHash, createPublicKey, verify } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import type { Client } from '../../gateway/cli/client/connect.ts';
import { demoQuery } from '../setup/demo/demo-query.ts';
import { commandsOn, useGatewayFolder } from './gateway-folder.ts';
import { describeKits, runKit } from './kits.ts';
import { makeVectors } from './vectors.ts';

const kit = new URL('../../partner-kit/', import.meta.url);
const read = (path: string) => readFileSync(new URL(path, kit), 'utf8');
const page = read('verify-it-yourself.md');

/** `name = value` in the blocks of the chapter with the vectors. */
const onPage: Record<string, string> = Object.fromEntries(
  [...page.slice(page.indexOf('## Test vectors')).matchAll(/^```text\n(.*?)^```/gms)].flatMap(
    ([, block = '']) =>
      block
        .trimEnd()
        .split('\n')
        .map((line) => line.split(/ += (.*)/s).slice(0, 2)),
  ),
);
const value = (name: string) => onPage[name] ?? '';
const bytes = (name: string) => Buffer.from(value(name), 'base64');
const sha256 = (...parts: (Buffer | string)[]) => {
  const hash = createHash('sha256');
  for (const part of parts) hash.update(part);
  return hash.digest('base64');
};

describe('the vectors of "Verify it yourself"', () => {
  test('are those that the code of the log makes', () => {
    expect(onPage).toEqual(makeVectors().values);
  });

  test('follow from one another by the formulas of the page', () => {
    const node = (left: string, right: string) => sha256(Buffer.of(1), bytes(left), bytes(right));
    expect({
      readsHash: sha256(value('reads')),
      queryHash: sha256(value('query')),
      askerHash: sha256(bytes('askerSalt'), value('askerDetail')),
      ownerHash: sha256(bytes('ownerSalt'), value('ownerDetail')),
      commitment: sha256(bytes('askerHash'), bytes('ownerHash')),
      leaf3: sha256(Buffer.of(0), value('entry')),
      node01: node('leaf0', 'leaf1'),
      node23: node('leaf2', 'leaf3'),
      node0123: node('node01', 'node23'),
      root: node('node0123', 'leaf4'),
    }).toEqual(
      Object.fromEntries(
        ['readsHash', 'queryHash', 'askerHash', 'ownerHash', 'commitment', 'leaf3']
          .concat(['node01', 'node23', 'node0123', 'root'])
          .map((name) => [name, value(name)]),
      ),
    );
    expect(value('entry')).toContain(value('commitment'));
    expect(value('askerDetail')).toContain(value('readsHash'));
    expect(value('askerDetail')).toContain(value('queryHash'));
  });

  test('have a signature, and an id of the key, by the formulas of the page', () => {
    const [name = '', id, ...key] = value('logKey').split('+');
    const typed = Buffer.from(key.join('+'), 'base64');
    expect(Buffer.from(sha256(`${name}\n`, typed), 'base64').toString('hex', 0, 4)).toBe(id);
    expect([id, bytes('signature').toString('hex', 0, 4)]).toEqual([value('keyId'), value('keyId')]);
    const jwk = { kty: 'OKP', crv: 'Ed25519', x: typed.toString('base64url', 1) };
    const signed = Buffer.from(`${name}\n5\n${value('root')}\n`);
    const publicKey = createPublicKey({ key: jwk, format: 'jwk' });
    expect(verify(null, signed, publicKey, bytes('signature').subarray(4))).toBe(true);
    expect(page).toContain(`\n${value('root')}     root, base64\n`);
  });

  test('stand in the files beside the page as well', () => {
    const { answer, logKey } = makeVectors();
    expect(JSON.parse(read('test-vectors/answer.json'))).toEqual(JSON.parse(JSON.stringify(answer)));
    expect(read('test-vectors/log-key.txt')).toBe(`${logKey}\n`);
  });
});

describeKits('given the vectors', ({ verifyReceipt }) => {
  test('and nothing to check, says how it is used, without a stack', async () => {
    for (const words of [[], ['a-key-alone']]) {
      const end = await runKit(verifyReceipt, words);
      expect(end.code).toBe(2);
      expect(end.words).toMatch(/^usage: .*verify.receipt\.\w+ KEY ANSWER\.json.* \(KEY: .*\)\n$/);
    }
  });

  test('finds that they hold', async () => {
    const paths = ['log-key.txt', 'answer.json'].map((name) => new URL(`test-vectors/${name}`, kit).pathname);
    const { code, words } = await runKit(verifyReceipt, paths);
    expect([code, words]).toEqual([0, expect.stringContaining('this answer is entry 3 of the log')]);
  });
});

describe('the page "Verify it yourself", followed at a running demo', () => {
  const [first = '', byHand = '', whole = ''] = commandsOn('verify-it-yourself.md');
  const place = useGatewayFolder();

  test('is followed in one shell, after the first steps of the README and a refusal of the demo’s own case', () => {
    const readme = readFileSync(new URL('../../README.md', import.meta.url), 'utf8');
    const blocks = [...readme.matchAll(/^```\n(npm run (?:--silent )?gateway -- .*?)^```/gms)].map(
      ([, block]) => block,
    );
    expect(blocks.length).toBeGreaterThan(3);
    const steps = blocks.join('');
    const refused =
      'npm run gateway -- query DEMO003 --justification "checking immigration status of the owner"';
    // Some of these are meant to be refused: what matters is what comes after.
    const begun = place.folder.run(['set +e', refused, steps, 'true'].join('\n'));
    expect([begun.status, begun.words]).toEqual([0, expect.stringContaining('narrative_immigration')]);
    const { status, words } = place.folder.run([first, byHand, whole].join('\n'));
    expect([status, words]).toEqual([
      0,
      expect.stringMatching(/^\d+ reads\. Log entry \d+: receipt checked/m),
    ]);
    expect(words).toMatch(/^verified$/m);
    expect(JSON.parse(place.folder.read('answer.json')).status).not.toBe(403);
  }, 300_000);

  test('checks an answer', () => {
    expect(place.folder.run(first)).toEqual({
      status: 0,
      words: expect.stringMatching(/^answer\.json: this answer is entry \d+ of the log$/m),
    });
  });

  test('computes the vectors by hand', () => {
    const { status, words } = place.folder.run(byHand);
    const printed = Object.fromEntries(
      [...words.matchAll(/^(\w+) = (.*)$/gm)].map(([, name, text]) => [name, text]),
    );
    const names = ['askerHash', 'commitment', 'leaf3', 'node23', 'node0123', 'root'];
    expect(printed).toEqual(Object.fromEntries(names.map((name) => [name, value(name)])));
    expect([status, words]).toEqual([0, expect.stringContaining('Signature Verified Successfully')]);
  });

  test('sees that the log only grew from the tree in which the answer is', () => {
    const { status, words } = place.folder.run(whole);
    expect([status, words]).toEqual([
      0,
      expect.stringMatching(
        /^checkpoint\.txt: its \d+ entries are still the beginning of the log.*\nverified$/m,
      ),
    ]);
  }, 300_000);

  test('finds in a detail the hash of the question, as the page says it is written', async () => {
    const adams: Client = await place.demo.as('adams');
    const { from, onBehalfOf, purpose, to } = demoQuery(adams, 'demo-001');
    const asked = { purpose, onBehalfOf, plate: { number: 'demo-001' }, from, to };
    const { body } = await adams.request('POST', '/v1/queries', asked);
    const { receipt } = body as { receipt: { asker: { detail: string } } };
    const { caseNumber, code, justification } = purpose;
    const { id, name, ori } = onBehalfOf;
    const written = {
      from: Date.parse(from),
      limit: 100,
      onBehalfOf: { id, name, ori },
      plate: { match: 'exact', number: 'DEMO001' },
      purpose: { caseNumber, code, justification },
      to: Date.parse(to),
    };
    expect(JSON.parse(receipt.asker.detail).queryHash).toBe(sha256(JSON.stringify(written)));
  });
});
