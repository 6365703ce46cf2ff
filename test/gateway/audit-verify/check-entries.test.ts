import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { ENTRY_KINDS } from '../../../gateway/audit/entry-kinds.ts';
import type { SealedEntry } from '../../../gateway/audit/log-entry.ts';
import { leafHash } from '../../../gateway/audit/merkle.ts';
import { ALWAYS_MARKS, EFFECTS, SOMETIMES_MARKS } from '../../../gateway/audit-verify/check-entries.ts';
import { directorySource } from '../../../gateway/audit-verify/directory-source.ts';
import { verifyLog } from '../../../gateway/audit-verify/verify-log.ts';
import { ADAMS, AURORA, release, type Step, sealSteps, signer, writeLog } from '../audit/sample-log.ts';

let directory: string;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'log-'));
});
afterEach(() => rmSync(directory, { recursive: true }));

const verify = () => verifyLog({ source: directorySource(directory), vkey: signer.vkey, older: [] });

async function verifySteps(steps: readonly Step[]) {
  writeLog(directory, sealSteps(steps));
  return verify();
}

describe('rules between the entries', () => {
  const approved: Step[] = [
    ['log_created'],
    ['grant_approved', { agency: ADAMS, grant: 'g1' }],
    ['grant_approved', { agency: AURORA, grant: 'g2' }],
  ];

  test.each<[string, Step[], string]>([
    [
      'a release after the revocation of its grant',
      [['revoked', { agency: ADAMS, grant: 'g1' }], release(ADAMS, 'g1')],
      'entry 4: a `release` after the revocation at 3',
    ],
    [
      'a release after the revocation of its agency',
      [['revoked', { agency: ADAMS }], release(ADAMS, 'g1')],
      'entry 4: a `release` after the revocation at 3',
    ],
    [
      'a permitted notice after a revocation',
      [
        ['revoked', { agency: ADAMS }],
        ['hit_notice', { agency: ADAMS, grant: 'g1', effect: 'permit' }],
      ],
      'entry 4: a `hit_notice` after the revocation at 3',
    ],
    [
      'a revoked grant that another one does not bring back',
      [
        ['revoked', { agency: ADAMS }],
        ['grant_approved', { agency: ADAMS, grant: 'g9' }],
        release(ADAMS, 'g1'),
      ],
      'entry 5: a `release` after the revocation at 3',
    ],
    [
      'a release before any approval',
      [release(ADAMS, 'g7')],
      'entry 3: a `release` under a grant that was never approved for its agency',
    ],
    [
      "a release under another agency's grant",
      [release(ADAMS, 'g2')],
      'entry 3: a `release` under a grant that was never approved for its agency',
    ],
    [
      'a release under no grant',
      [release(ADAMS, 'g1', { grant: null })],
      'entry 3: a `release` must name its agency and its grant',
    ],
    [
      'a release that was not permitted',
      [release(ADAMS, 'g1', { effect: 'review' })],
      'entry 3: a `release` cannot have the effect `review`',
    ],
    [
      'a release during a halt',
      [['halted'], release(ADAMS, 'g1')],
      'entry 4: a `release` during the halt that began at 3',
    ],
    [
      "a release during its agency's halt",
      [['halted', { agency: ADAMS }], release(AURORA, 'g2'), release(ADAMS, 'g1')],
      'entry 5: a `release` during the halt that began at 3',
    ],
    [
      'a release of an epoch that is over',
      [['subject_suspended', { agency: ADAMS }], release(ADAMS, 'g1', { epoch: 0 })],
      'entry 4: its epoch is `0`, the one in force is 3',
    ],
    [
      'a release of an epoch of another agency',
      [['subject_suspended', { agency: ADAMS }], release(AURORA, 'g2', { epoch: 3 })],
      'entry 4: its epoch is `3`, the one in force is 0',
    ],
    [
      'a release of an epoch from before the removal of an issuer, whose ever',
      [['issuer_removed'], release(ADAMS, 'g1', { epoch: 0 })],
      'entry 4: its epoch is `0`, the one in force is 3',
    ],
  ])('%s is found', async (_name, steps, fault) => {
    expect((await verifySteps([...approved, ...steps])).faults).toEqual([fault]);
  });

  test('a release after a new approval, or after the halt ended, is right', async () => {
    const steps: Step[] = [
      ...approved,
      ['revoked', { agency: ADAMS }],
      ['grant_approved', { agency: ADAMS, grant: 'g3' }],
      release(ADAMS, 'g3'),
      ['revoked', { agency: ADAMS, grant: 'g3' }],
      release(AURORA, 'g2'),
      ['halted'],
      ['hit_notice', { agency: AURORA, grant: 'g2', effect: 'deny' }],
      ['hot_list_sync'],
      ['resumed'],
      release(AURORA, 'g2'),
      ['issuer_removed'],
      release(AURORA, 'g2'),
    ];
    expect((await verifySteps(steps)).faults).toEqual([]);
  });

  test('entries that the gateway would never write are found all the same', async () => {
    const sealed = sealSteps(approved);
    const texts = [
      (sealed[1] as { entry: string }).entry.replace('"epoch":0', '"epoch":0.0'),
      (sealed[1] as { entry: string }).entry.replace('"v":1', '"v":1,"x":1'),
      (sealed[1] as { entry: string }).entry
        .replace('grant_approved', 'release')
        .replace('"epoch":0', '"epoch":5'),
      (sealed[1] as { entry: string }).entry.replace('grant_approved', 'halted'),
      (sealed[0] as { entry: string }).entry,
      'null',
      '[]',
      '',
    ];
    const forged = texts.map((entry) => ({
      ...(sealed[1] as (typeof sealed)[0]),
      entry,
      leafHash: leafHash(Buffer.from(entry)),
    }));
    writeLog(directory, [...sealed, ...forged]);
    expect((await verify()).faults).toEqual([
      'entry 3 is not the canonical JSON of a public entry',
      'entry 4 is not the canonical JSON of a public entry',
      'entry 5: a `release` cannot have the effect `null`',
      'entry 5: a `release` is not a mark',
      'entry 6: a `halted` is a mark: its epoch is not `0`',
      'entry 7: a log begins with `log_created`, and has it nowhere else',
      'entry 8 is not the canonical JSON of a public entry',
      'entry 9 is not the canonical JSON of a public entry',
      'entry 10 is not the canonical JSON of a public entry',
    ]);
  });

  test('gateway and verifier, written apart, agree on which kinds are marks', () => {
    const kinds = Object.entries(ENTRY_KINDS);
    const withRule = (rule: string) => kinds.filter(([, { mark }]) => mark === rule).map(([kind]) => kind);
    expect([...ALWAYS_MARKS]).toEqual(withRule('always'));
    expect([...SOMETIMES_MARKS]).toEqual(withRule('sometimes'));
  });

  test('and on which kinds there are', () => {
    expect(Object.keys(EFFECTS).sort()).toEqual(Object.keys(ENTRY_KINDS).sort());
  });

  test('a version or an effect that the verifier does not know is a fault, not something to skip', async () => {
    const [first, second] = sealSteps(approved) as [SealedEntry, SealedEntry];
    const forged = [
      second.entry.replace('"v":1', '"v":2'),
      second.entry.replace('"effect":null', '"effect":"permit"'),
      second.entry.replace('grant_approved', 'release').replace('"effect":null', '"effect":"allowed"'),
    ].map((entry) => ({ ...second, entry, leafHash: leafHash(Buffer.from(entry)) }));
    writeLog(directory, [first, second, ...forged]);
    expect((await verify()).faults).toEqual([
      'entry 2 is not the canonical JSON of a public entry',
      'entry 3: a `grant_approved` cannot have the effect `permit`',
      'entry 4: a `release` cannot have the effect `allowed`',
    ]);
  });
});
