/** Who asked reads again what was refused, with the words to correct; nobody else does, and no reads are in it. */

import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Subject } from '../../../sharing-rules/terms/asker.ts';
import { makeSearchDay } from '../../setup/database/project-columns.ts';
import {
  createSharingFixture,
  partnerSystem,
  type SharingFixture,
} from '../../setup/database/sharing-fixture.ts';
import { openQueue, type PatientQueue } from '../../setup/patient-queue.ts';
import { type ServedQueries, serveQueries } from './serve-queries.ts';

const STOLEN = 'sedan stolen from a driveway overnight, seen on Dahlia Street';
const HELP_ICE = 'help ICE find the driver, truck stolen from Dahlia Street';

let fixture: SharingFixture;
let queue: PatientQueue;
let served: ServedQueries;
let asker: Subject;
let alice: Subject;

beforeAll(async () => {
  fixture = await createSharingFixture();
  const { agencyId, databases, deps } = fixture;
  queue = openQueue({ url: databases.gatewayUrl, connections: 1 }, deps);
  served = await serveQueries(fixture, queue, {
    authenticate: async () => ({ subject: asker, proof: null, keyThumbprint: 'test' }),
  });
  await fixture.ownerPool.query('UPDATE agency SET roster = 10');
  alice = person(agencyId);
});
afterAll(async () => {
  served.close();
  await queue.close();
  await fixture.close();
});

const person = (agencyId: number): Subject =>
  partnerSystem(agencyId, {
    ...{ kind: 'person', personId: randomUUID(), mfa: true },
    authenticatedAt: Date.now(),
  });

/** Resolves to the answer of a query as it was asked, and its log entry. */
async function ask(
  subject: Subject,
  justification: string,
  { caseNumber = 'CR-2026-0142', plate = 'ZZT1234', match = 'exact' } = {},
) {
  asker = subject;
  const response = await served.post('/v1/queries', {
    purpose: { code: 'stolen_vehicle', caseNumber, justification },
    plate: { number: plate, match },
    from: new Date(Date.now() - 86_400_000).toISOString(),
    to: new Date().toISOString(),
  });
  const body = (await response.json()) as { receipt: { index: number }; reasons: object[]; detail: string };
  return { status: response.status, body, index: body.receipt?.index };
}

interface Listed {
  readonly refusals: { readonly index: number; readonly caseNumber: string | null }[];
  readonly next: string | null;
}

async function get<T>(as: Subject, path: string, status = 200): Promise<T> {
  asker = as;
  const response = await fetch(`${served.url}${path}`);
  expect(response.status).toBe(status);
  if (status === 200) expect(response.headers.get('Cache-Control')).toBe('no-store');
  return (await response.json()) as T;
}
const listed = (as: Subject, search = '') => get<Listed>(as, `/v1/refusals${search}`);
const indicesOf = ({ refusals }: Listed) => refusals.map(({ index }) => index);

describe('the refused queries of a person', () => {
  test('are told again as they were told, with the words to correct and the query as it was asked', async () => {
    const refused = await ask(alice, HELP_ICE);
    expect(refused.status).toBe(403);
    const [first] = (await listed(alice)).refusals;
    expect(first).toMatchObject({
      ...{ index: refused.index, purpose: 'stolen_vehicle', caseNumber: 'CR-2026-0142', plate: 'ZZT1234' },
      reasons: expect.arrayContaining([expect.objectContaining({ code: 'narrative_immigration' })]),
    });
    const whole = await get<Record<string, unknown>>(alice, `/v1/refusals/${refused.index}`);
    expect([whole.reasons, whole.detail]).toEqual([refused.body.reasons, refused.body.detail]);
    expect(JSON.stringify(whole.reasons)).toContain('"words":"ice"');
    expect(whole.query).toMatchObject({ purpose: { justification: HELP_ICE }, plate: { number: 'ZZT1234' } });
    expect(whole.receipt).toMatchObject({ index: refused.index });
  });

  test('are hers alone: of no colleague, no other client, no program and no other agency', async () => {
    const { index } = await ask(alice, HELP_ICE, { caseNumber: 'CR-2026-0150' });
    const bob = person(alice.agencyId);
    const owner = await fixture.ownerPool.query('SELECT id FROM agency WHERE is_owner');
    const others = {
      bob,
      program: partnerSystem(alice.agencyId),
      client: { ...alice, clientId: 'another' },
      agency: { ...alice, agencyId: owner.rows[0].id },
    };
    for (const [name, other] of Object.entries(others)) {
      expect([name, indicesOf(await listed(other))]).toEqual([name, []]);
      await get(other, `/v1/refusals/${index}`, 404);
    }
  });

  test('of a program are its own: none of a person of the same client', async () => {
    const program = partnerSystem(alice.agencyId);
    const { index } = await ask(program, HELP_ICE, { caseNumber: 'CR-2026-0151', plate: 'ZZT1510' });
    expect(indicesOf(await listed(program))).toEqual([index]);
    await get(alice, `/v1/refusals/${index}`, 404);
  });

  test('are refusals alone: no query that was released or held, and no read', async () => {
    const carol = person(alice.agencyId);
    const about = { caseNumber: 'CR-2026-0170', plate: 'ZZT1700' };
    expect((await ask(carol, STOLEN, about)).status).toBe(200);
    const { index } = await ask(carol, HELP_ICE, about);
    expect((await ask(carol, STOLEN, { ...about, match: 'partial' })).status).toBe(202);
    const body = await listed(carol);
    expect(indicesOf(body)).toEqual([index]);
    const whole = await get<object>(carol, `/v1/refusals/${index}`);
    expect(JSON.stringify([body, whole])).not.toMatch(/"reads"|capturedAt|cam-1/);
  });

  test('of a person whose agency may not ask, and who is on no roster, are told her too', async () => {
    const dora = person(alice.agencyId);
    const endsIn = (interval: string) =>
      fixture.ownerPool.query(
        `UPDATE sharing_grant SET valid_until = now() + $1::interval WHERE status = 'active'`,
        [interval],
      );
    await endsIn('-1 hour');
    const { index, status } = await ask(dora, STOLEN);
    await endsIn('90 days');
    expect(status).toBe(403);
    expect(indicesOf(await listed(dora))).toEqual([index]);
    const { rows } = await fixture.ownerPool.query('SELECT officer_id FROM audit_search WHERE index = $1', [
      index,
    ]);
    expect(rows).toEqual([{ officer_id: null }]);
  });

  test('come in pages, the newest first, and end after a week', async () => {
    const erin = person(alice.agencyId);
    const indices: number[] = [];
    for (const one of ['CR-2026-0161', 'CR-2026-0162', 'CR-2026-0163']) {
      indices.push((await ask(erin, HELP_ICE, { caseNumber: one })).index);
    }
    const [oldest, older, newest] = indices as [number, number, number];
    const first = await listed(erin, '?limit=2');
    expect([indicesOf(first), first.next]).toEqual([[newest, older], String(older)]);
    const second = await listed(erin, `?limit=2&before=${first.next}`);
    expect([indicesOf(second), second.next]).toEqual([[oldest], null]);
    const past = new Date(Date.now() - 8 * 86_400_000).toISOString().slice(0, 10);
    await makeSearchDay(fixture.ownerPool, past);
    await fixture.ownerPool.query(`
      SELECT ensure_audit_days('${past}', 1);
      UPDATE audit_detail SET day = day - 8, at = at - interval '8 days' WHERE index = ${oldest};
      UPDATE audit_search SET day = day - 8, at = at - interval '8 days' WHERE index = ${oldest}`);
    expect(indicesOf(await listed(erin))).toEqual([newest, older]);
    await get(erin, `/v1/refusals/${oldest}`, 404);
  });

  test('are not told a person who is suspended', async () => {
    const frank = person(alice.agencyId);
    const { index } = await ask(frank, HELP_ICE);
    expect(indicesOf(await listed(frank))).toEqual([index]);
    await fixture.ownerPool.query(`UPDATE officer SET status = 'suspended' WHERE reference = $1`, [
      frank.personId,
    ]);
    expect(indicesOf(await listed(frank))).toEqual([]);
    await get(frank, `/v1/refusals/${index}`, 404);
  });
});
