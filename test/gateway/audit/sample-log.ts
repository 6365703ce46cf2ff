/** Logs for tests, written as the files of C2SP tlog-tiles: what a verifier finds at an honest log. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { createCheckpointSigner, generateLogKey } from '../../../gateway/audit/checkpoint-signer.ts';
import type { EntryKind } from '../../../gateway/audit/entry-kinds.ts';
import { type LogEvent, type SealedEntry, sealEntry } from '../../../gateway/audit/log-entry.ts';
import { appendLeaves } from '../../../gateway/audit/merkle.ts';
import { printTilePath } from '../../../gateway/audit/tile-path.ts';

export const ADAMS = 'CO0010000';
export const AURORA = 'CO0010100';

export const signer = createCheckpointSigner('log.example/ccpd', generateLogKey());

/** The few words in which the tests write a log: kind, and what differs from nothing. */
export type Step = readonly [kind: EntryKind, change?: Partial<LogEvent>];

const MARKS: ReadonlySet<EntryKind> = new Set(['revoked', 'halted', 'subject_suspended', 'issuer_removed']);

/** Seals steps into entries, with the epochs that are in force unless a step says another one. */
export function sealSteps(steps: readonly Step[]): SealedEntry[] {
  const marks = new Map<string | null, number>();
  return steps.map(([kind, change], index) => {
    const agency = change?.agency ?? null;
    if (MARKS.has(kind) || change?.epoch === index) marks.set(agency, index);
    return sealEntry({
      index,
      kind,
      minute: '2026-03-01T12:34Z',
      agency,
      grant: null,
      epoch: Math.max(marks.get(agency) ?? 0, marks.get(null) ?? 0),
      effect: kind === 'release' ? 'permit' : null,
      asker: { releaseId: `r-${index}` },
      owner: {},
      ...change,
    });
  });
}

export const release = (agency: string, grant: string, change?: Partial<LogEvent>): Step => [
  'release',
  { agency, grant, ...change },
];

/** An honest log with everything in it that the verifier has a rule about. */
export const HONEST: readonly Step[] = [
  ['log_created'],
  ['grant_proposed', { agency: ADAMS, grant: 'g1' }],
  ['grant_approved', { agency: ADAMS, grant: 'g1' }],
  ['grant_approved', { agency: AURORA, grant: 'g2' }],
  release(ADAMS, 'g1'),
  ['refusal', { agency: AURORA, effect: 'deny' }],
  ['revoked', { agency: ADAMS, grant: 'g1' }],
  ['revocation_effective', { agency: ADAMS, grant: 'g1' }],
  release(AURORA, 'g2'),
  ['refusal', { agency: ADAMS, effect: 'deny' }],
  ['halted'],
  ['grant_approved', { agency: ADAMS, grant: 'g3' }],
  ['resumed'],
  release(ADAMS, 'g3'),
  ['subject_suspended', { agency: ADAMS }],
  release(ADAMS, 'g3'),
  ['agency_changed', { agency: AURORA }],
  ['agency_changed', { agency: AURORA, epoch: 17 }],
  release(AURORA, 'g2'),
  ['hit_notice', { agency: AURORA, grant: 'g2', effect: 'permit' }],
  ['log_read'],
];

/** The tree's root over the first `size` entries. */
export const rootAt = (sealed: readonly SealedEntry[], size = sealed.length): Buffer =>
  appendLeaves(
    [],
    0,
    sealed.slice(0, size).map((entry) => entry.leafHash),
  ).root;

/** Checkpoint over the first `size` entries. */
export const checkpointAt = (sealed: readonly SealedEntry[], size = sealed.length): string =>
  signer.sign(size, rootAt(sealed, size));

/** Writes a log of fewer than 65,536 entries into a directory. */
export function writeLog(directory: string, sealed: readonly SealedEntry[]): void {
  const write = (path: string, bytes: Buffer | string) => {
    mkdirSync(dirname(join(directory, path)), { recursive: true });
    writeFileSync(join(directory, path), bytes);
  };
  const roots: Buffer[] = [];
  for (let index = 0; index * 256 < sealed.length; index++) {
    const part = sealed.slice(index * 256, (index + 1) * 256);
    const bundle = part.map(({ entry }) => [
      Buffer.of(entry.length >> 8, entry.length & 255),
      Buffer.from(entry),
    ]);
    write(printTilePath({ kind: 'entries', index, width: part.length }), Buffer.concat(bundle.flat()));
    const hashes = Buffer.concat(part.map((entry) => entry.leafHash));
    write(printTilePath({ kind: 'hashes', level: 0, index, width: part.length }), hashes);
    if (part.length === 256) roots.push(rootAt(part));
  }
  if (roots.length > 0) {
    write(printTilePath({ kind: 'hashes', level: 1, index: 0, width: roots.length }), Buffer.concat(roots));
  }
  write('checkpoint', checkpointAt(sealed));
}
