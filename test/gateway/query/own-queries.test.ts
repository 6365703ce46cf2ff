/** Who lists held queries is shown those that they asked themselves, and nobody else's. */
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { decideReview } from '../../../gateway/oversight/reviews/decide-review.ts';
import { findHeldAgain } from '../../../gateway/oversight/reviews/reviews-store.ts';
import type { PendingReads } from '../../../gateway/release/facts/pending-query.ts';
import { screen } from '../../../sharing-rules/narrative/screen.ts';
import type { Subject } from '../../../sharing-rules/terms/asker.ts';
import { registerReviewer } from '../../setup/database/register-reviewer.ts';
import {
  createSharingFixture,
  partnerSystem,
  pendingQuery,
  type SharingFixture,
  stolenVehicleQuery,
} from '../../setup/database/sharing-fixture.ts';
import { openQueue, type PatientQueue } from '../../setup/patient-queue.ts';
import { type ServedQueries, serveQueries } from './serve-queries.ts';

let fixture: SharingFixture;
let queue: PatientQueue;
let served: ServedQueries;
let asker: Subject;
let askers: Readonly<Record<'alice' | 'bob' | 'system' | 'otherClient' | 'otherAgency', Subject>>;

beforeAll(async () => {
  fixture = await createSharingFixture();
  const { agencyId, databases, deps, ownerPool } = fixture;
  queue = openQueue({ url: databases.gatewayUrl, connections: 1 }, deps);
  served = await serveQueries(fixture, queue, {
    authenticate: async () => ({ subject: asker, proof: null, keyThumbprint: 'test' }),
  });
  const owner = await ownerPool.query('SELECT id FROM agency WHERE is_owner');
  const person = (personId: string) => partnerSystem(agencyId, { kind: 'person', personId, mfa: true });
  const alice = person(randomUUID());
  askers = {
    alice,
    bob: person(randomUUID()),
    system: partnerSystem(agencyId),
    otherClient: { ...alice, clientId: 'another' },
    otherAgency: { ...alice, agencyId: owner.rows[0].id },
  };
});
afterAll(async () => {
  served.close();
  await queue.close();
  await fixture.close();
});

/** Held so many minutes ago, and waiting so many hours from now. Resolves to its id. */
async function held(subject: Subject, minutesAgo: number, hours = 1): Promise<string> {
  const id = randomUUID();
  await fixture.ownerPool.query(
    `INSERT INTO held_query (id, held_index, agency_id, epoch, rules_revision, subject, query, query_hash, reasons,
       status, held_at, expires_at)
     VALUES ($1, 1, $2, 0, 'test', $3, $4, '', $5, 'held', now() - make_interval(mins => $6),
       now() + make_interval(hours => $7))`,
    [
      ...[id, subject.agencyId, JSON.stringify(subject), JSON.stringify(stolenVehicleQuery())],
      JSON.stringify([{ code: 'plate_too_short', clause: 'Policy 420.5', effect: 'review' }]),
      ...[minutesAgo, hours],
    ],
  );
  return id;
}

async function listed(as: Subject, search = '') {
  asker = as;
  const response = await fetch(`${served.url}/v1/queries${search}`);
  expect([response.status, response.headers.get('Cache-Control')]).toEqual([200, 'no-store']);
  return (await response.json()) as {
    queries: { queryId: string; status: string; ready: boolean; heldAgainAs: string | null }[];
    next: string | null;
  };
}
const idsOf = ({ queries }: { queries: { queryId: string }[] }) => queries.map(({ queryId }) => queryId);

describe('the list of held queries', () => {
  test('has those of the asker alone: of no colleague, no other client, no system and no other agency', async () => {
    const own = {} as Record<keyof typeof askers, string>;
    for (const [name, subject] of Object.entries(askers)) {
      own[name as keyof typeof askers] = await held(subject, 1);
    }
    for (const [name, subject] of Object.entries(askers)) {
      expect([name, idsOf(await listed(subject))]).toEqual([name, [own[name as keyof typeof askers]]]);
    }
  });

  test('says of each how it stands, and has no reads: the words of the query are not in it either', async () => {
    const { otherClient } = askers;
    const lapsed = await held(otherClient, 10, -1);
    const body = await listed(otherClient);
    expect(body.queries.map(({ status }) => status)).toEqual(['held', 'lapsed']);
    expect(body.queries.find(({ queryId }) => queryId === lapsed)).toMatchObject({
      ...{ ready: false, purpose: 'stolen_vehicle', caseNumber: 'CR-2026-0142', plate: 'ZZT1234' },
      reasons: [{ code: 'plate_too_short', clause: 'Policy 420.5' }],
    });
    expect(JSON.stringify(body)).not.toMatch(/reads|Dahlia/);
  });

  test('says what came of one that was picked up: released, held again as another, or refused', async () => {
    const { agencyId, ownerPool, pool } = fixture;
    const dana = { ...askers.alice, personId: randomUUID(), authenticatedAt: Date.now() };
    const reviewer = await registerReviewer(fixture);
    const ofCase = (caseNumber: string) => {
      const { purpose, ...rest } = stolenVehicleQuery({ plate: { number: 'ZZR12', match: 'partial' } });
      return { ...rest, purpose: { ...purpose, caseNumber } };
    };
    const query = ofCase('CR-2026-4002');
    const ask = (changes: Partial<PendingReads> = {}) =>
      queue.commit(pendingQuery(agencyId, { subject: dana, query, ...changes }, 0));
    const approved = async (changes: Partial<PendingReads> = {}) => {
      const outcome = await ask(changes);
      if (outcome.kind !== 'held') throw new Error(outcome.kind);
      const word = { by: reviewer, reason: 'read', document: null, verdict: null } as const;
      await decideReview(pool, { ...word, reviewId: outcome.queryId, word: 'approve' });
      return outcome.queryId;
    };
    const pickUp = (heldId: string, changes: Partial<PendingReads> = {}) =>
      ask({
        ...changes,
        pickUp: { heldId, furtherPage: false, approval: null, judicialProcessVerified: false },
      });
    const shown = async (id: string) => (await listed(dana)).queries.find(({ queryId }) => queryId === id);

    const other = { query: ofCase('CR-2026-4001') };
    const released = await approved(other);
    await pickUp(released, other);
    expect(await shown(released)).toMatchObject({ status: 'picked_up', heldAgainAs: null });

    const [again, refused] = [await approved(), await approved()];
    const justification = 'help ICE with deportation of the driver';
    const purpose = { ...query.purpose, justification };
    await ask({ query: { ...query, purpose }, findings: screen(purpose) });
    const outcome = await pickUp(again);
    if (outcome.kind !== 'held') throw new Error(outcome.kind);
    expect(await shown(again)).toMatchObject({ status: 'picked_up', heldAgainAs: outcome.queryId });
    expect(await shown(outcome.queryId)).toMatchObject({ status: 'held', heldAgainAs: null });
    expect(await findHeldAgain(pool, again)).toBe(outcome.queryId);
    expect(await findHeldAgain(pool, released)).toBeNull();

    await ownerPool.query('UPDATE sharing_state SET halted = true');
    const denied = await pickUp(refused);
    await ownerPool.query('UPDATE sharing_state SET halted = false');
    const { index } = ('appended' in denied ? denied.appended : null)?.sealed ?? {};
    expect(await shown(refused)).toMatchObject({ status: 'approved', refusedIndex: index });
  });

  test('comes in pages, the newest first', async () => {
    const { bob } = askers;
    const newest = idsOf(await listed(bob));
    const [older, oldest] = [await held(bob, 20), await held(bob, 30)];
    const first = await listed(bob, '?limit=2');
    expect(idsOf(first)).toEqual([...newest, older]);
    const second = await listed(bob, `?limit=2&after=${first.next}`);
    expect([idsOf(second), second.next]).toEqual([[oldest], null]);
  });

  test('is empty for a person who is suspended', async () => {
    const person = askers.alice.personId as string;
    const carol = { ...askers.alice, personId: randomUUID() };
    await held(carol, 1);
    await fixture.ownerPool.query(
      `INSERT INTO officer (agency_id, reference, name, status) VALUES ($1, $2, 'Carol', 'suspended')`,
      [carol.agencyId, carol.personId],
    );
    expect((await listed(carol)).queries).toEqual([]);
    expect((await listed({ ...carol, personId: person })).queries).not.toEqual([]);
  });

  test('does not say of another agency’s query where it would stand', async () => {
    const other = idsOf(await listed(askers.otherAgency))[0];
    expect(idsOf(await listed(askers.system, `?after=${other}`))).toEqual([]);
  });
});
