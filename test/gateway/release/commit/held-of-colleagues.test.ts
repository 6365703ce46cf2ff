/** A mark that binds one officer ends what that officer has waiting, and leaves colleagues what is theirs. */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { decideReview } from '../../../../gateway/oversight/reviews/decide-review.ts';
import { revokeAgency } from '../../../../gateway/registry/grants/revoke-agency.ts';
import { stopPerson } from '../../../../gateway/registry/identities/stop-person.ts';
import { suspendOfficer } from '../../../../gateway/registry/officers/suspend-officer.ts';
import { InFlight } from '../../../../gateway/release/lease/in-flight.ts';
import type { Grantor } from '../../../../gateway/sign-in/require-administrator.ts';
import { type CommitFixture, createCommitFixture } from '../../../setup/database/commit-fixture.ts';
import { registerReviewer } from '../../../setup/database/register-reviewer.ts';
import {
  PARTNER,
  partnerSystem,
  pendingQuery,
  stolenVehicleQuery,
} from '../../../setup/database/sharing-fixture.ts';
import { standingLease } from '../../../setup/database/standing-lease.ts';

let fixture: CommitFixture;
let reviewer: Grantor;

beforeAll(async () => {
  fixture = await createCommitFixture();
  await fixture.ownerPool.query('UPDATE agency SET roster = 20');
  reviewer = await registerReviewer(fixture);
});
afterAll(() => fixture.close());

const deps = () => ({ pool: fixture.pool, inFlight: new InFlight(standingLease()) });
const by = () => ({ personId: reviewer.personId, reason: 'test' });

const askedBy = (personId: string) => ({
  query: { ...stolenVehicleQuery(), plate: { number: 'ZZT12', match: 'partial' as const } },
  subject: partnerSystem(fixture.agencyId, {
    ...{ kind: 'person', clientId: 'adams-console', personId, mfa: true, authenticatedAt: Date.now() },
  }),
});

/** Of a person, held; approved or not. */
async function hold(personId: string, approved = true): Promise<string> {
  const outcome = await fixture.queue.commit(pendingQuery(fixture.agencyId, askedBy(personId), 0));
  if (outcome.kind !== 'held') throw new Error(`held was expected, not ${outcome.kind}`);
  if (approved) {
    await decideReview(fixture.pool, {
      ...{ reviewId: outcome.queryId, by: reviewer, reason: 'read', document: null, verdict: null },
      word: 'approve',
    });
  }
  return outcome.queryId;
}

async function pickUp(personId: string, heldId: string): Promise<string[]> {
  const back = { heldId, furtherPage: false, approval: null, judicialProcessVerified: false };
  const outcome = await fixture.queue.commit(
    pendingQuery(fixture.agencyId, { ...askedBy(personId), pickUp: back }, 0),
  );
  const reasons = 'decision' in outcome ? outcome.decision.reasons : [];
  return [outcome.kind, ...reasons.map(({ code }) => code)];
}

const statusOf = async (id: string): Promise<string> =>
  (await fixture.pool.query('SELECT status FROM held_query WHERE id = $1', [id])).rows[0].status;

async function suspend(reference: string): Promise<void> {
  const { rows } = await fixture.pool.query('SELECT id FROM officer WHERE reference = $1', [reference]);
  await suspendOfficer(deps(), { subjectId: rows[0].id, ...by() });
}

const uuid = (n: number) => `00000000-0000-4000-8000-00000000000${n}`;

describe('held queries of the colleagues of a suspended officer', () => {
  test('stand: waiting ones wait, and approved ones are picked up; hers are dropped', async () => {
    const [hers, his, waits] = [await hold(uuid(1)), await hold(uuid(2)), await hold(uuid(2), false)];
    await suspend(uuid(1));
    expect(await Promise.all([hers, his, waits].map(statusOf))).toEqual(['dropped', 'approved', 'held']);
    expect(await pickUp(uuid(1), hers)).toEqual([
      'denied',
      'grant_revoked',
      'subject_suspended',
      'plate_too_short',
    ]);
    expect(await pickUp(uuid(2), his)).toEqual(['released']);
    await decideReview(fixture.pool, {
      ...{ reviewId: waits, by: reviewer, reason: 'read', document: null, verdict: null },
      word: 'approve',
    });
    expect(await pickUp(uuid(2), waits)).toEqual(['released']);
  });

  test('of a reinstated officer stay dropped', async () => {
    const hers = await hold(uuid(3));
    await suspend(uuid(3));
    await fixture.ownerPool.query(`UPDATE officer SET status = 'active' WHERE reference = $1`, [uuid(3)]);
    expect(await pickUp(uuid(3), hers)).toEqual(['denied', 'grant_revoked', 'plate_too_short']);
  });

  test('of anyone who had no row are dropped too: it may be the same', async () => {
    const id = await hold(uuid(4));
    await fixture.ownerPool.query('UPDATE held_query SET officer_id = NULL WHERE id = $1', [id]);
    await hold(uuid(5));
    await suspend(uuid(5));
    expect(await statusOf(id)).toBe('dropped');
  });
});

test.each(['removed', 'suspended'] as const)(
  'held queries of colleagues of a person who is %s stand, their own are dropped',
  async (status) => {
    const { rows } = await fixture.ownerPool.query(
      `INSERT INTO person (issuer_id, subject, name, agency_id, ori, roles)
     SELECT issuer_id, $3, 'Detective', $1, $2, '{}' FROM person WHERE subject = 'admin-1' RETURNING id`,
      [fixture.agencyId, PARTNER, status],
    );
    const [hers, his] = [await hold(rows[0].id), await hold(uuid(6))];
    const grantor = () => {
      throw new Error('one person stops an officer');
    };
    const { rows: admins } = await fixture.ownerPool.query(`SELECT id FROM person WHERE subject = 'admin-1'`);
    const personId = admins[0].id as string;
    await stopPerson(deps(), { id: rows[0].id, status, grantor, reason: 'test', personId });
    expect(await Promise.all([hers, his].map(statusOf))).toEqual(['dropped', 'approved']);
    expect(await pickUp(uuid(6), his)).toEqual(['released']);
  },
);

test('a mark that binds the agency drops what all have waiting, after those of one officer as before', async () => {
  const his = await hold(uuid(7));
  await suspend(uuid(6));
  expect(await statusOf(his)).toBe('approved');
  await revokeAgency(deps(), { agency: { id: fixture.agencyId, ori: PARTNER }, ...by() });
  expect(await statusOf(his)).toBe('dropped');
  expect(await pickUp(uuid(7), his)).toEqual(expect.arrayContaining(['denied', 'grant_revoked']));
});
