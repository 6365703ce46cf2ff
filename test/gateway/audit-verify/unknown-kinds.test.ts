/** A log of a later version, read by the verifier of this one: it says that it is older, and speaks of no forgery. */
import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { canonicalJson } from '../../../gateway/audit/canonical-json.ts';
import type { SealedEntry } from '../../../gateway/audit/log-entry.ts';
import { appendLeaves, leafHash } from '../../../gateway/audit/merkle.ts';
import { buildReceipt } from '../../../gateway/audit/receipt.ts';
import { verifyReceipt } from '../../../gateway/audit-verify/verify-receipt.ts';
import { programArguments } from '../../setup/program-arguments.ts';
import {
  ADAMS,
  AURORA,
  checkpointAt,
  release,
  type Step,
  sealSteps,
  signer,
  writeLog,
} from '../audit/sample-log.ts';
import { useMirroredLog } from './mirrored-log.ts';

const log = useMirroredLog();
const APPROVED: readonly Step[] = [
  ['log_created'],
  ['grant_approved', { agency: ADAMS, grant: 'g1' }],
  ['grant_approved', { agency: AURORA, grant: 'g2' }],
];

/** The same log, with the public text of one entry changed, and hashed again. */
function withText(
  sealed: readonly SealedEntry[],
  at: number,
  change: (text: string) => string,
): SealedEntry[] {
  return sealed.map((one, i) => {
    const entry = i === at ? change(one.entry) : one.entry;
    return { ...one, entry, leafHash: leafHash(Buffer.from(entry)) };
  });
}
const renamed = (sealed: readonly SealedEntry[], at: number, kind: string) =>
  withText(sealed, at, (text) => text.replace(/"kind":"\w+"/, `"kind":"${kind}"`));

async function verifyWritten(sealed: readonly SealedEntry[]) {
  writeLog(log.origin, sealed);
  await log.mirror();
  return log.verify();
}

function run(program: string, ...words: string[]): Promise<{ code: number; out: string }> {
  return new Promise((resolve) => {
    const args = [...programArguments(`gateway/audit-verify/${program}.ts`), ...words, '--key', signer.vkey];
    const child = execFile(process.execPath, args, (_error, out) =>
      resolve({ code: child.exitCode ?? -1, out }),
    );
  });
}

describe('an entry of a kind that the verifier does not know', () => {
  test('is told as such, and everything else is checked: nothing is called wrong, and nothing verified', async () => {
    const sealed = renamed(
      sealSteps([...APPROVED, ['log_read'], release(ADAMS, 'g1')]),
      3,
      'telepathy_noted',
    );
    expect(await verifyWritten(sealed)).toMatchObject({
      ...{ ok: false, faults: [], unknownKinds: ['telepathy_noted'], size: 5 },
      kinds: { telepathy_noted: 1, release: 1 },
    });
  });

  test('may be a mark: the epochs of the entries after it follow it', async () => {
    const steps: Step[] = [...APPROVED, ['subject_suspended', { agency: ADAMS }], release(ADAMS, 'g1')];
    expect((await verifyWritten(renamed(sealSteps(steps), 3, 'licence_lapsed'))).faults).toEqual([]);
  });

  test('hides no release: what is permitted under a grant is held against the grant, whatever it is called', async () => {
    const revoked = sealSteps([...APPROVED, ['revoked', { agency: ADAMS }], release(ADAMS, 'g1')]);
    writeLog(log.origin, renamed(revoked, 4, 'quiet_release'));
    expect(await log.mirror()).toMatchObject({
      ok: false,
      faults: ['entry 4: a `quiet_release` after the revocation at 3'],
      unknownKinds: ['quiet_release'],
    });
  });

  test('ends no halt and approves no grant', async () => {
    const steps: Step[] = [
      ...APPROVED,
      ['halted'],
      ['log_read'],
      ['log_read', { agency: ADAMS, grant: 'g7' }],
    ];
    const sealed = sealSteps([...steps, release(ADAMS, 'g1'), release(ADAMS, 'g7')]);
    writeLog(log.origin, renamed(renamed(sealed, 4, 'resumed_anew'), 5, 'grant_adopted'));
    expect((await log.mirror()).faults).toEqual([
      'entry 6: a `release` during the halt that began at 3',
      'entry 7: a `release` under a grant that was never approved for its agency',
      'entry 7: a `release` during the halt that began at 3',
    ]);
  });

  test.each(['', 'Release', 'rel\u001b[2Jease', '__proto__', 'a'.repeat(65)])(
    'cannot be called %j',
    async (kind) => {
      const named = withText(sealSteps([...APPROVED, ['log_read']]), 3, (text) =>
        text.replace('"log_read"', JSON.stringify(kind)),
      );
      writeLog(log.origin, named);
      expect(await log.mirror()).toMatchObject({
        faults: ['entry 3: its kind is not a name of small letters, digits and underscores'],
        unknownKinds: [],
      });
    },
  );

  test('ends the programs with exit code 3, and with 1 where something is wrong besides; a mirror goes on', async () => {
    const sealed = renamed(sealSteps([...APPROVED, ['log_read']]), 3, 'telepathy_noted');
    writeLog(log.origin, sealed);
    const older = /^this program is older than the log: kinds `telepathy_noted` are not known to it; next: /m;
    const mirrored = await run('mirror-main', log.url, log.directory);
    expect([mirrored.code, mirrored.out]).toEqual([3, expect.stringMatching(older)]);
    const checked = await run('main', log.directory);
    expect([checked.code, checked.out]).toEqual([3, expect.stringMatching(older)]);
    const fork = join(log.origin, 'fork');
    writeFileSync(fork, checkpointAt(sealSteps(APPROVED)));
    const wrong = await run('main', log.directory, '--older', fork);
    expect([wrong.code, wrong.out]).toEqual([
      1,
      expect.stringContaining('the log was rewritten before entry 3'),
    ]);
    expect(wrong.out).toMatch(older);
  });
});

describe('a receipt of such an entry', () => {
  const reads = [{ readId: '1', plate: 'ABC123' }];
  const readsHash = createHash('sha256').update(canonicalJson(reads)).digest('base64');
  const said = { agency: ADAMS, at: '2026-03-01T12:34:56.789Z', effect: 'permit', readsHash };
  const sealed = sealSteps([...APPROVED, release(ADAMS, 'g1', { asker: said })]);
  function receiptOf(changed: readonly SealedEntry[]) {
    const before = appendLeaves(
      [],
      0,
      changed.slice(0, 3).map((one) => one.leafHash),
    );
    const { proofs } = appendLeaves(before.frontier, 3, [changed[3]?.leafHash as Buffer]);
    return buildReceipt(changed[3] as SealedEntry, proofs[0] ?? [], checkpointAt(changed));
  }

  test('is not called forged where the entry permits it: the program is older than the log', async () => {
    const receipt = receiptOf(renamed(sealed, 3, 'relayed'));
    expect(await verifyReceipt(receipt, signer.vkey, reads)).toMatchObject({
      ...{ ok: false, faults: [], unknownKinds: ['relayed'] },
    });
    const file = join(log.origin, 'answer.json');
    writeFileSync(file, JSON.stringify({ reads, receipt }));
    expect(await run('main', '--receipt', file)).toMatchObject({ code: 3 });
  });

  test('is refused where reads left and the entry permits nothing', async () => {
    const silent = withText(renamed(sealed, 3, 'relayed'), 3, (text) => text.replace('"permit"', 'null'));
    expect((await verifyReceipt(receiptOf(silent), signer.vkey, reads)).faults).toContain(
      'reads left, and the entry is not of a release: `kind` and `effect` must say so',
    );
  });
});
