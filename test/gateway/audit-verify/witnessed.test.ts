/** The verifier demands the quorum of a policy: of the log's checkpoint, and of the proof that an entry is in it. */
import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { createCheckpointSigner, generateLogKey } from '../../../gateway/audit/checkpoint-signer.ts';
import { createCosigner } from '../../../gateway/audit/cosignature.ts';
import { appendLeaves } from '../../../gateway/audit/merkle.ts';
import { buildReceipt } from '../../../gateway/audit/receipt.ts';
import { splitNote } from '../../../gateway/audit/signed-note.ts';
import { printTlogProof } from '../../../gateway/audit/tlog-proof.ts';
import { readPolicy } from '../../../gateway/audit-verify/policy.ts';
import { programArguments } from '../../setup/program-arguments.ts';
import {
  ADAMS,
  checkpointAt,
  HONEST,
  release,
  type Step,
  sealSteps,
  signer,
  writeLog,
} from '../audit/sample-log.ts';

const TIME = Date.UTC(2026, 2, 1, 13) / 1000;
const said = { agency: ADAMS, at: '2026-03-01T12:34:56.789Z', effect: 'permit', kind: 'release' };
const steps: Step[] = [...HONEST, release(ADAMS, 'g3', { asker: said })];
const sealed = sealSteps(steps);
const index = sealed.length - 1;
const answered = sealed[index] as (typeof sealed)[0];
const leaves = sealed.map((entry) => entry.leafHash);
const old = appendLeaves([], 0, leaves.slice(0, index));
const [proof = []] = appendLeaves(old.frontier, old.size, leaves.slice(index)).proofs;
const checkpoint = checkpointAt(sealed);

const sheriff = createCosigner('w1.test', generateLogKey());
const university = createCosigner('w2.test', generateLogKey());
const stranger = createCosigner('w2.test', generateLogKey());
const otherLog = createCheckpointSigner('log.test/other', generateLogKey()).vkey;
const cosigned = (...by: (typeof sheriff)[]) =>
  checkpoint + by.map((one) => one.cosign(splitNote(checkpoint).text, TIME)).join('');

const BOTH = [
  `log ${signer.vkey}`,
  `witness sheriff ${sheriff.vkey} https://w1.test`,
  `witness university ${university.vkey}`,
  'group both all sheriff university',
  'quorum both',
  '',
].join('\n');

let directory: string;
const file = (name: string, content?: string) => {
  const path = join(directory, name);
  if (content !== undefined) writeFileSync(path, content);
  return path;
};

beforeAll(() => {
  directory = mkdtempSync(join(tmpdir(), 'witnessed-'));
  writeLog(file('log'), sealed);
  file('policy', BOTH);
  file('answer.json', JSON.stringify({ receipt: buildReceipt(answered, proof, checkpoint) }));
});
afterAll(() => rmSync(directory, { recursive: true }));

function run(...args: string[]): Promise<{ code: number; out: string; err: string }> {
  return new Promise((resolve) => {
    const program = [...programArguments('gateway/audit-verify/main.ts'), '--key', signer.vkey, ...args];
    const child = execFile(process.execPath, program, (_error, out, err) =>
      resolve({ code: child.exitCode ?? -1, out, err }),
    );
  });
}

describe('a log whose checkpoint must be cosigned by two witnesses', () => {
  const verify = (note: string, ...more: string[]) => {
    file('log/checkpoint', note);
    return run('--dir', file('log'), '--policy', file('policy'), ...more);
  };

  test('is verified where both have cosigned, and it is said who and when', async () => {
    const { code, out } = await verify(cosigned(sheriff, university));
    expect([code, out]).toEqual([
      0,
      expect.stringMatching(/checkpoint: cosigned by `sheriff` at 2026-03-01T13:00:00/),
    ]);
    expect(out).toContain('checkpoint: cosigned by `university`');
  });

  test.each([
    ['nobody has', () => cosigned(), /cosigned by nobody of the policy, and its quorum demands more; next: /],
    ['one has', () => cosigned(sheriff), /cosigned by `sheriff`, and its quorum demands more/],
    ['another key of the same name has', () => cosigned(sheriff, stranger), /cosigned by `sheriff`, and its/],
    [
      'one has cosigned twice, and something else with it',
      () =>
        `${cosigned(sheriff, university)}${university.cosign(splitNote(checkpointAt(sealed, 7)).text, TIME)}`,
      /the cosignature that bears the name of the witness `university` is bad/,
    ],
    [
      'one has cosigned something else',
      () => `${cosigned(sheriff)}${university.cosign(splitNote(checkpointAt(sealed, 7)).text, TIME)}`,
      /the cosignature that bears the name of the witness `university` is bad/,
    ],
  ])('is not where %s', async (_, note, what) => {
    const { code, out } = await verify(note());
    expect([code, out]).toEqual([1, expect.stringMatching(what)]);
    expect(out).toMatch(/NOT VERIFIED\n$/);
  });

  test('is not by a policy that is of another log', async () => {
    file('policy', BOTH.replace(signer.vkey, otherLog));
    const { code, out } = await verify(cosigned(sheriff, university));
    file('policy', BOTH);
    expect([code, out]).toEqual([1, expect.stringMatching(/the policy is of other logs/)]);
  });

  test('is not where an old head is shown again, with the cosignatures that it had', async () => {
    const old = await verify(cosigned(sheriff, university), '--max-age', '24');
    expect([old.code, old.out]).toEqual([
      1,
      expect.stringMatching(
        /the cosignatures are older than .*Z: this may be an old head.*; next: ask the witnesses/,
      ),
    ]);
    const now = Math.floor(Date.now() / 1000);
    const fresh =
      checkpoint + [sheriff, university].map((one) => one.cosign(splitNote(checkpoint).text, now)).join('');
    expect((await verify(fresh, '--max-age', '24')).code).toBe(0);
    const half =
      checkpoint +
      sheriff.cosign(splitNote(checkpoint).text, now) +
      university.cosign(splitNote(checkpoint).text, TIME);
    expect((await verify(half, '--max-age', '24')).code).toBe(1);
  });

  test.each([
    ['a word', ['--max-age', 'soon'], /must be a number of hours above 0/],
    ['nothing at all', ['--max-age', '0'], /must be a number of hours above 0/],
  ])('cannot be asked for an age of %s', async (_, more, what) => {
    const { code, err } = await verify(cosigned(sheriff, university), ...more);
    expect([code, err]).toEqual([2, expect.stringMatching(what)]);
  });

  test('says in JSON who has cosigned', async () => {
    const { out } = await verify(cosigned(sheriff, university), '--json');
    const at = '2026-03-01T13:00:00.000Z';
    expect(JSON.parse(out).witnessed).toEqual([
      {
        of: 'checkpoint',
        ok: true,
        faults: [],
        cosigned: ['sheriff', 'university'].map((witness) => ({ witness, at })),
      },
    ]);
  });
});

describe('the proof of a receipt’s entry', () => {
  const verify = (text: string) =>
    run('--receipt', file('answer.json'), '--proof', file('proof', text), '--policy', file('policy'));
  const good = () => printTlogProof(index, proof, cosigned(sheriff, university));

  test('shows offline that two witnesses have seen the log with this entry', async () => {
    const { code, out } = await verify(good());
    expect([code, out]).toEqual([0, expect.stringContaining('cosigned by `university`')]);
  });

  test.each([
    [
      'of another entry',
      () => good().replace(`index ${index}`, `index ${index - 1}`),
      /does not lead from this entry/,
    ],
    [
      'without its last hash',
      () => printTlogProof(index, proof.slice(1), cosigned(sheriff, university)),
      /does not lead/,
    ],
    [
      'under a checkpoint that one has cosigned',
      () => printTlogProof(index, proof, cosigned(sheriff)),
      /demands more/,
    ],
    [
      'with a line that is not a hash',
      () => good().replace('\n\n', '\nAAAA\n\n'),
      /a line of the proof is not a hash/,
    ],
    ['without an index', () => good().replace(/^index.*\n/m, ''), /no line `index`/],
    ['that is none', () => '{}', /this is not a proof: its first line must be/],
  ])('is refused %s', async (_, text, what) => {
    const { code, out } = await verify(text());
    expect([code, out]).toEqual([1, expect.stringMatching(what)]);
  });

  test.each([
    [
      'a policy with a receipt alone',
      ['--policy', 'policy', '--receipt', 'answer.json'],
      /give its `--proof`, or the log/,
    ],
    [
      'an age without a policy',
      ['--dir', 'log', '--max-age', '1'],
      /`--max-age` is of cosignatures: give `--policy`/,
    ],
    [
      'a proof of no receipt',
      ['--dir', 'log', '--proof', 'answer.json'],
      /one `--proof` for each `--receipt`/,
    ],
  ])('cannot be checked by %s', async (_, args, what) => {
    const paths = args.map((word) => (word.startsWith('--') || word === '1' ? word : file(word)));
    const { code, err } = await run(...paths);
    expect([code, err]).toEqual([2, expect.stringMatching(what)]);
  });
});

describe('a policy is refused, with the line and what is wrong', () => {
  const [, one = '', two = ''] = BOTH.split('\n');
  test.each([
    ['no quorum', one, /no line `quorum`/],
    [
      'a member that nobody defined',
      'group g any x\nquorum g',
      /line 1 of the policy: `x` is neither a witness/,
    ],
    [
      'too large a threshold',
      `${one}\ngroup g 2 sheriff\nquorum g`,
      /line 2 of the policy: `2` is not all, any, or 1 to 1/,
    ],
    [
      'the same key twice',
      `${one}\n${one.replace('sheriff', 'again')}\nquorum again`,
      /line 2 .* the same key/,
    ],
    [
      'a witness in two groups',
      `${one}\n${two}\ngroup a any sheriff\ngroup b any sheriff\nquorum b`,
      /line 4 .* already/,
    ],
    ['the key of a log', `witness w ${signer.vkey}\nquorum w`, /line 1 .* is not an .* key of a witness/],
    [
      'the key of a witness as a log',
      `log ${sheriff.vkey}\nquorum none`,
      /line 1 .* is not an .* key of a log/,
    ],
    [
      'a log twice',
      `log ${otherLog}\nlog ${otherLog} https://log.test\nquorum none`,
      /line 2 .*: remove one of them/,
    ],
    [
      'DEL in a comment',
      '# a\u007fb\nquorum none',
      /line 1 of the policy: it has a control character: remove it/,
    ],
    ['another word', 'quorun none', /line 1 of the policy: a policy has no line of this kind/],
  ])('%s', async (_, text, what) => {
    await expect(readPolicy(`${text}\n`)).rejects.toThrow(what);
  });

  test('a last line without its newline', async () => {
    await expect(readPolicy(`${one}\nquorum sheriff`)).rejects.toThrow(
      /line 2 of the policy, its last, .*: add one$/,
    );
  });
});
