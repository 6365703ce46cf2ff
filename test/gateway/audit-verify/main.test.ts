/** The verifier as a program of its own, and that it is one. */
import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { canonicalJson } from '../../../gateway/audit/canonical-json.ts';
import { createCheckpointSigner, generateLogKey } from '../../../gateway/audit/checkpoint-signer.ts';
import { appendLeaves } from '../../../gateway/audit/merkle.ts';
import { buildReceipt } from '../../../gateway/audit/receipt.ts';
import { programArguments } from '../../setup/program-arguments.ts';
import {
  ADAMS,
  checkpointAt,
  HONEST,
  release,
  rootAt,
  type Step,
  sealSteps,
  signer,
  writeLog,
} from '../audit/sample-log.ts';

const reads = [{ readId: '1', plate: 'ABC123' }];
const readsHash = createHash('sha256').update(canonicalJson(reads)).digest('base64');
const said = { agency: ADAMS, at: '2026-03-01T12:34:56.789Z', effect: 'permit', kind: 'release' };
const steps: Step[] = [...HONEST, release(ADAMS, 'g3', { asker: { ...said, readsHash } })];
const sealed = sealSteps(steps);
const answered = sealed.at(-1) as (typeof sealed)[0];
const before = sealed.slice(0, -1).map((entry) => entry.leafHash);
const old = appendLeaves([], 0, before);
const { proofs } = appendLeaves(old.frontier, old.size, [answered.leafHash]);
const answer = { reads, receipt: buildReceipt(answered, proofs[0] ?? [], checkpointAt(sealed)) };

let directory: string;
const file = (name: string, content?: unknown) => {
  const path = join(directory, name);
  if (content !== undefined)
    writeFileSync(path, typeof content === 'string' ? content : JSON.stringify(content));
  return path;
};

beforeAll(() => {
  directory = mkdtempSync(join(tmpdir(), 'verify-'));
  writeLog(file('log'), sealed);
  writeLog(file('forked'), sealSteps(steps));
});
afterAll(() => rmSync(directory, { recursive: true }));

function run(...args: string[]): Promise<{ code: number; out: string; err: string }> {
  return new Promise((resolve) => {
    const program = [...programArguments('gateway/audit-verify/main.ts'), ...args];
    const child = execFile(process.execPath, program, (_error, out, err) =>
      resolve({ code: child.exitCode ?? -1, out, err }),
    );
  });
}

describe('the verifier as a program', () => {
  test('verifies a log and a receipt together, and keeps the checkpoint for the next time', async () => {
    const key = file('key', `${signer.vkey}\n`);
    const { code, out, err } = await run(
      ...['--dir', file('log'), '--key', key, '--older', file('older', checkpointAt(sealed, 7))],
      ...['--receipt', file('answer.json', answer), '--save', file('kept'), '--json'],
    );
    expect([code, err]).toEqual([0, `verified ${sealed.length} of ${sealed.length} entries\n`]);
    expect(JSON.parse(out)).toMatchObject({
      ok: true,
      log: { size: sealed.length, root: rootAt(sealed).toString('base64') },
      receipts: [{ ok: true, index: sealed.length - 1, readsChecked: true }],
    });
    expect(readFileSync(file('kept'), 'utf8')).toBe(checkpointAt(sealed));
  });

  test('says of each older checkpoint what it found: what came since, nothing, or another log', async () => {
    const verify = (...files: string[]) =>
      run('--dir', file('log'), '--key', signer.vkey, ...files.flatMap((each) => ['--older', each]));
    const [seven, newest] = [file('seven', checkpointAt(sealed, 7)), file('newest', checkpointAt(sealed))];
    const since = sealed.length - 7;
    const good = await verify(seven, newest);
    expect([good.code, good.out]).toEqual([
      0,
      expect.stringContaining(
        `\n${seven}: its 7 entries are still the beginning of the log, ${since} came since\n` +
          `${newest}: its ${sealed.length} entries are still the beginning of the log, none came since\nverified\n`,
      ),
    ]);
    const [forked, odd] = [file('fork', checkpointAt(sealSteps(steps), 7)), file('odd', 'no checkpoint')];
    const bad = await verify(forked, odd);
    expect([bad.code, bad.out]).toEqual([
      1,
      `${[
        'older checkpoint: the checkpoint is not a signed note',
        'the log was rewritten before entry 7',
        `${forked}: its 7 entries are NOT shown to be the beginning of the log`,
        `${odd}: no checkpoint of this log`,
        'NOT VERIFIED',
      ].join('\n')}\n`,
    ]);
  });

  test('says of a checkpoint from before the log got another name that it is of that one', async () => {
    const former = createCheckpointSigner('log.example/before', generateLogKey());
    const older = file('former', former.sign(7, rootAt(sealed, 7)));
    const { code, out } = await run('--dir', file('log'), '--key', signer.vkey, '--older', older);
    expect(code).toBe(1);
    expect(out).toContain(
      'older checkpoint: the checkpoint is of the log `log.example/before`, and the key of `log.example/ccpd`; next: ',
    );
    expect(out).toContain('keep this one, and go on with a checkpoint (or a mirror) of `log.example/ccpd`;');
  });

  test('says of a log that goes on under another name, or by another key, where its new key is written first', async () => {
    const before = createCheckpointSigner('log.example/before', generateLogKey());
    const renamed = await run('--dir', file('log'), '--key', before.vkey);
    expect([renamed.code, renamed.out]).toEqual([
      1,
      expect.stringContaining(
        'the checkpoint is of the log `log.example/ccpd`, and the key of `log.example/before`; next: if the owner says ' +
          'that the log goes on under another name (it was restored, or its key was lost), write the key of ' +
          '`log.example/ccpd` into `logKey` of the file of clients first, or give it with `--key`; if not, tell them',
      ),
    ]);
    const other = createCheckpointSigner('log.example/ccpd', generateLogKey());
    const rekeyed = await run('--dir', file('log'), '--key', other.vkey);
    expect(rekeyed.out).toMatch(/if that is another, write it into `logKey` of the file of clients first/);
  });

  test('says that a checkpoint could not be kept, and what was verified all the same', async () => {
    const { code, err, out } = await run(
      ...['--dir', file('log'), '--key', signer.vkey, '--save', '/dev/full'],
    );
    expect([code, out]).toEqual([2, expect.stringMatching(/\nverified\n$/)]);
    expect(err).toMatch(/could not be kept in `\/dev\/full` \(ENOSPC\); next: .*\n$/);
  });

  test('says of entries whose texts are held back what was verified of them, and what comes later', async () => {
    const log = file('held-back');
    writeLog(log, sealed);
    writeFileSync(join(log, 'published'), JSON.stringify({ size: 0 }));
    const { code, out } = await run('--dir', log, '--key', signer.vkey);
    expect(code).toBe(0);
    expect(out).toContain(
      'none is published yet; of the rest, only hashes were verified. Verify again later',
    );
    expect(out).toContain(
      `\nverified: signature, root and the hashes of all ${sealed.length} entries; no text yet\n`,
    );
  });

  test('says of a file that is not there to check its name, and nothing else', async () => {
    const { code, err } = await run('--dir', file('log'), '--key', signer.vkey, '--older', file('none'));
    expect([code, err]).toEqual([2, `there is no file \`${file('none')}\`: check the name\n`]);
  });

  test('says of a receipt that is not JSON how to take one, not what a parser found', async () => {
    const noise = file('noise.json', '> npm run gateway\n{}');
    const { code, err } = await run('--receipt', noise, '--key', signer.vkey);
    expect(code).toBe(2);
    expect(err).toContain(`\`${noise}\` is not JSON: give an answer, or its receipt, as it came`);
  });

  test('a receipt that the log does not contain is not verified, good as it looks by itself', async () => {
    const given = ['--key', signer.vkey, '--receipt', file('answer.json', answer)];
    const alone = await run(...given);
    expect([alone.code, alone.out]).toEqual([
      0,
      expect.stringMatching(/good receipt of entry 21 with these reads\nverified\n$/),
    ]);
    const inFork = await run(...given, '--dir', file('forked'), '--save', file('not-kept'));
    expect([inFork.code, inFork.out]).toEqual([
      1,
      expect.stringMatching(
        /^entry 21 of the log is not the one that `.*` proves\nthe log was rewritten before entry 22\n.*\nNOT VERIFIED\n$/,
      ),
    ]);
    expect(readdirSync(directory)).not.toContain('not-kept');
  });

  test('an answer with other reads than those logged is not verified', async () => {
    const changed = file('changed.json', { ...answer, reads: [] });
    const { code, out } = await run('--key', signer.vkey, '--receipt', changed);
    expect([code, out]).toEqual([1, `${changed}: the reads are not those that were logged\nNOT VERIFIED\n`]);
  });

  test.each([
    [[], '`--key` is missing'],
    [['--key', 'k'], 'nothing to check'],
    [['--key', 'k', '--dir', 'a', '--url', 'b'], 'not both'],
    [['--key', 'k', '--dir', 'a', 'b'], 'not both'],
    [['--key', 'k', 'a', 'b'], 'not both'],
    [['--key', 'k', '--receipt', 'a', '--older', 'b'], 'need a log'],
    [['--key', 'log-kez.txt', '--receipt', 'a'], '`log-kez.txt` is neither a file that exists nor a key'],
    [
      ['--key', 'k+00000000+AA', '--receipt', '/nowhere.json'],
      'there is no file `/nowhere.json`: check the name',
    ],
    [['--key', 'k+00000000+AA', '--url', 'http://127.0.0.1:1/log'], 'cannot reach `http://127.0.0.1:1/log`'],
    [['--key', 'k+00000000+AA', '--dir', '/nowhere'], 'there is no directory `/nowhere`: check the name'],
    [['--key', 'k+00000000+AA', 'log.example/log'], 'the address of a log begins with https://'],
    [
      ['--key', 'k+00000000+AA', tmpdir()],
      'no checkpoint was found: give the address, or the directory, that holds',
    ],
    [['--kez'], "'--kez'"],
  ])('%j cannot be checked, which is neither yes nor no', async (args, message) => {
    const { code, out, err } = await run(...args);
    expect([code, out, err]).toEqual([2, '', expect.stringContaining(message)]);
  });

  test('explains itself', async () => {
    const { code, out } = await run('--help');
    expect([code, out]).toEqual([0, expect.stringContaining('exit code: 0 everything holds')]);
  });

  test('has no part of the gateway and no package in it', () => {
    const names = readdirSync('gateway/audit-verify', { recursive: true, encoding: 'utf8' });
    expect(names.length).toBeGreaterThan(20);
    for (const name of names.filter((one) => one.endsWith('.ts'))) {
      const source = readFileSync(join('gateway/audit-verify', name), 'utf8');
      const imported = [...source.matchAll(/\bfrom '([^']+)'|\bimport\(?\s*'([^']+)'/g)].map(
        (m) => m[1] ?? m[2],
      );
      expect(imported.filter((from) => !/^(node:|\.\/(recount\/)?[a-z-]+\.ts$)/.test(from ?? ''))).toEqual(
        [],
      );
    }
  });
});
