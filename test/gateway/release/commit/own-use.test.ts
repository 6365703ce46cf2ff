/** The owner's own use of its reads: under a grant to itself, by the locks, quotas and log of every other release. */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { readNextQueries } from '../../../../gateway/oversight/misuse/queries-store.ts';
import { drawReleases } from '../../../../gateway/oversight/reports/sample-store.ts';
import { upToNow } from '../../../../gateway/projections/up-to-now.ts';
import type { Outcome } from '../../../../gateway/release/commit/commit-releases.ts';
import type { PendingReads } from '../../../../gateway/release/facts/pending-query.ts';
import type { Query } from '../../../../sharing-rules/terms/query.ts';
import { DAY } from '../../../../sharing-rules/terms/retention.ts';
import { type CommitFixture, createCommitFixture } from '../../../setup/database/commit-fixture.ts';
import { grantOwnUse } from '../../../setup/database/own-use.ts';
import {
  OWNER,
  partnerSystem,
  pendingQuery,
  stolenVehicleQuery,
} from '../../../setup/database/sharing-fixture.ts';

let fixture: CommitFixture;
let owner: number;
beforeAll(async () => {
  fixture = await createCommitFixture({ officerQueriesPerDay: 3 });
  owner = await grantOwnUse(fixture.ownerPool, 2);
});
afterAll(() => fixture.close());

const officer = (id: string): Partial<Query> => ({
  onBehalfOf: { id, name: 'Officer Sample', ori: OWNER },
  plate: { number: `ZZT${id.length}${Math.floor(Math.random() * 900) + 100}`, match: 'exact' },
});

/** Of the owner's own system, naming the officer. */
function ask(id: string, changes: Partial<PendingReads> = { own: true }): Promise<Outcome> {
  const subject = partnerSystem(owner, { clientId: 'own-system', ori: OWNER });
  return fixture.queue.commit(
    pendingQuery(owner, { subject, query: stolenVehicleQuery(officer(id)), ...changes }),
  );
}

function reasonsOf(outcome: Outcome): string[] {
  if (outcome.kind === 'released' || !('decision' in outcome)) return [outcome.kind];
  return outcome.decision.reasons.map(({ code, detail }) =>
    detail === undefined ? code : `${code}: ${detail}`,
  );
}

const grantIs = (status: string) =>
  fixture.ownerPool.query(
    `UPDATE sharing_grant SET status = '${status}', ended_at = now() WHERE agency_id = $1`,
    [owner],
  );

describe('the owner’s own use', () => {
  test('is released under its grant, and its entry is one as any partner’s, of the owner', async () => {
    const outcome = await ask('first');
    if (outcome.kind !== 'released') throw new Error(reasonsOf(outcome).join());
    const { sealed } = outcome.release.appended;
    const entry = JSON.parse(sealed.entry) as Record<string, unknown>;
    expect(entry).toMatchObject({ kind: 'release', agency: OWNER, effect: 'permit' });
    expect(outcome.release.agencyId).toBe(owner);
  });

  test('enrolls its officers at first sight, up to the owner’s roster; further ones are held', async () => {
    expect((await ask('second')).kind).toBe('released');
    const held = await ask('third');
    expect([held.kind, ...reasonsOf(held)]).toEqual(['held', 'subject_suspended: over_roster']);
    const { rows } = await fixture.ownerPool.query(
      `SELECT reference, status FROM officer WHERE agency_id = $1 ORDER BY reference`,
      [owner],
    );
    expect(rows).toEqual([
      { reference: 'first', status: 'active' },
      { reference: 'second', status: 'active' },
    ]);
  });

  test('counts against the quotas of the officer', async () => {
    for (let i = 0; i < 2; i += 1) expect((await ask('first')).kind).toBe('released');
    expect(reasonsOf(await ask('first'))).toEqual(['quota_exceeded: officer_queries']);
  });

  test('is not had by a query that asks as partners do', async () => {
    expect(reasonsOf(await ask('second', {}))).toEqual([
      'agency_not_eligible: owner',
      'certification_missing',
      'grant_missing: data_class `reads`',
    ]);
  });

  test('is no partner’s: what it asks goes nowhere, with the reason in the log', async () => {
    const outcome = await fixture.queue.commit(pendingQuery(fixture.agencyId, { own: true }));
    expect(reasonsOf(outcome)).toEqual([
      'no_onward',
      'agency_not_eligible: not_owner',
      'grant_missing: data_class `own`',
    ]);
    if (outcome.kind !== 'denied') throw new Error(outcome.kind);
    expect(JSON.parse(outcome.appended.sealed.entry)).toMatchObject({ kind: 'refusal' });
  });

  test('is before those who look for misuse, and in the month’s sample, as partners’ queries are', async () => {
    await upToNow(fixture.pool);
    const before = { id: owner, ori: OWNER, index: 0, at: new Date(0) };
    const look = { limit: 100, size: 1_000, timeZone: 'America/Denver' };
    const { queries } = await readNextQueries(fixture.pool, before, look);
    expect(new Set(queries.map(({ reference }) => reference))).toEqual(new Set(['first', 'second', 'third']));
    const month = { name: 'now', from: new Date(Date.now() - DAY), to: new Date(Date.now() + DAY) };
    const drawn = await drawReleases(fixture.pool, month, 100);
    expect(drawn.map(({ agencyId }) => agencyId)).toContain(owner);
  });

  test('is stopped by a halt', async () => {
    await fixture.ownerPool.query('UPDATE sharing_state SET halted = true');
    expect(reasonsOf(await ask('second'))).toEqual(['sharing_halted']);
    await fixture.ownerPool.query('UPDATE sharing_state SET halted = false');
  });

  test('ends with its grant', async () => {
    await grantIs('revoked');
    expect(reasonsOf(await ask('second'))).toEqual(['grant_revoked']);
  });
});
