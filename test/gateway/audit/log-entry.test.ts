import { createHash } from 'node:crypto';
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { canonicalJson } from '../../../gateway/audit/canonical-json.ts';
import { ENTRY_KINDS, type EntryKind } from '../../../gateway/audit/entry-kinds.ts';
import { type LogEvent, minuteOf, sealEntry } from '../../../gateway/audit/log-entry.ts';
import { appendLeaves } from '../../../gateway/audit/merkle.ts';
import { buildReceipt } from '../../../gateway/audit/receipt.ts';
import type { Effect } from '../../../sharing-rules/terms/decision.ts';

const sha256 = (...parts: Uint8Array[]) => createHash('sha256').update(Buffer.concat(parts)).digest();
const release: LogEvent = {
  index: 9,
  kind: 'release',
  minute: '2026-03-01T12:34Z',
  agency: 'CO0010000',
  grant: 'g-1',
  epoch: 4,
  effect: 'permit',
  asker: { releaseId: 'r1', officer: 'é' },
  owner: { input: { b: 1, a: [] } },
};

const event = fc.record({
  index: fc.integer({ min: 1, max: 2 ** 40 }),
  kind: fc.constantFrom(
    ...(Object.keys(ENTRY_KINDS) as EntryKind[]).filter((kind) => kind !== 'log_created'),
  ),
  minute: fc
    .date({ min: new Date(0), max: new Date('9999-12-31'), noInvalidDate: true })
    .map((d) => minuteOf(+d)),
  agency: fc.option(fc.stringMatching(/^CO[A-Z0-9]{7}$/)),
  grant: fc.option(fc.uuid()),
  effect: fc.option(fc.constantFrom<Effect>('permit', 'review', 'deny')),
  asker: fc.dictionary(fc.string({ unit: 'grapheme' }), fc.integer()),
  owner: fc.dictionary(fc.string({ unit: 'grapheme' }), fc.integer()),
});

describe('sealing an entry', () => {
  test('the public entry is canonical JSON and says nothing but what the design lists', () => {
    fc.assert(
      fc.property(event, (given) => {
        const epoch = ENTRY_KINDS[given.kind].mark === 'always' ? given.index : given.index - 1;
        const sealed = sealEntry({ ...given, epoch });
        const { kind, minute, agency, grant, effect } = given;
        const commitment = sealed.commitment.toString('base64');
        expect(sealed.entry).toBe(
          canonicalJson({ v: 1, kind, minute, agency, grant, epoch, effect, commitment }),
        );
        expect(sealed.asker.detail).toBe(canonicalJson(given.asker));
        expect(sealed.leafHash).toEqual(sha256(Buffer.of(0), Buffer.from(sealed.entry)));
      }),
    );
  });

  test('the commitment binds both details under salts of their own', () => {
    const { asker, owner, ownerHash, commitment } = sealEntry(release);
    expect(asker.detail).toBe('{"officer":"é","releaseId":"r1"}');
    expect(ownerHash).toEqual(sha256(owner.salt, Buffer.from(owner.detail)));
    expect(commitment).toEqual(sha256(sha256(asker.salt, Buffer.from(asker.detail)), ownerHash));
    expect(asker.salt).toHaveLength(32);
    expect(asker.salt.equals(owner.salt)).toBe(false);
  });

  test('the same event sealed twice cannot be told to be the same', () => {
    expect(sealEntry(release).commitment.equals(sealEntry(release).commitment)).toBe(false);
  });

  test('a detail that is canonical text already is taken as it is', () => {
    expect(sealEntry({ ...release, asker: '{"a":1}' }).asker.detail).toBe('{"a":1}');
  });

  test.each<[string, Partial<LogEvent>]>([
    ['kind', { kind: 'gift' as EntryKind }],
    ['kind', { kind: 'toString' as EntryKind }],
    ['index', { index: -1 }],
    ['index', { index: 0, epoch: 0 }],
    ['index', { kind: 'log_created' }],
    ['index', { index: 1.5 }],
    ['minute', { minute: '2026-03-01T12:34:56Z' }],
    ['minute', { minute: '2026-13-01T12:34Z' }],
    ['agency', { agency: 'CO001"000' }],
    ['grant', { grant: '"' }],
    ['effect', { effect: 'maybe' as Effect }],
    ['epoch', { epoch: 9 }],
    ['epoch', { epoch: 10 }],
    ['epoch', { epoch: -1 }],
    ['epoch', { kind: 'revoked', epoch: 4 }],
  ])('a wrong `%s` is refused: %j', (member, change) => {
    expect(() => sealEntry({ ...release, ...change })).toThrow(`\`${member}\` of a log entry`);
  });

  test('a mark carries its own index as epoch; a change of an agency may be one or not', () => {
    expect(sealEntry({ ...release, kind: 'halted', epoch: 9 }).entry).toContain('"epoch":9');
    expect(sealEntry({ ...release, kind: 'agency_changed', epoch: 9 }).entry).toContain('"epoch":9');
    expect(sealEntry({ ...release, kind: 'agency_changed', epoch: 4 }).entry).toContain('"epoch":4');
    const first = { ...release, index: 0, epoch: 0, kind: 'log_created' as const };
    expect(sealEntry(first).entry).toContain('"epoch":0');
  });

  test('a receipt holds texts as they were hashed, and hashes in base64', () => {
    const sealed = sealEntry(release);
    const { proofs } = appendLeaves([sha256(), sha256(Buffer.of(1))], 9, [sealed.leafHash]);
    expect(buildReceipt(sealed, proofs[0] as Buffer[], 'note\n')).toEqual({
      index: 9,
      entry: sealed.entry,
      asker: { salt: sealed.asker.salt.toString('base64'), detail: sealed.asker.detail },
      ownerHash: sealed.ownerHash.toString('base64'),
      leafHash: sealed.leafHash.toString('base64'),
      proof: [sha256(Buffer.of(1)).toString('base64'), sha256().toString('base64')],
      checkpoint: 'note\n',
    });
  });
});
