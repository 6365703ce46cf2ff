/** What pages a reviewer: a held query about a life in danger, under whatever purpose; no other one. */
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { findStanding } from '../../../../gateway/node/metrics/standing-store.ts';
import { findOverviewCounts } from '../../../../gateway/oversight/overview/overview-store.ts';
import type { Incident } from '../../../../sharing-rules/terms/incident.ts';
import type { Purpose } from '../../../../sharing-rules/terms/query.ts';
import {
  createSharingFixture,
  pendingQuery,
  type SharingFixture,
  stolenVehicleQuery,
} from '../../../setup/database/sharing-fixture.ts';
import { openQueue, type PatientQueue } from '../../../setup/patient-queue.ts';

let fixture: SharingFixture;
let queue: PatientQueue;

beforeAll(async () => {
  fixture = await createSharingFixture();
  queue = openQueue({ url: fixture.databases.gatewayUrl, connections: 1 }, fixture.deps);
});
afterAll(async () => {
  await queue.close();
  await fixture.close();
});

const seenAtScene = (kind: Incident['kind']): Incident => ({
  ...{ kind, occurred: { from: Date.now() - 3_600_000 }, place: { city: 'Aurora' }, vehicle: 'at_scene' },
  ...{ reportedBy: 'dispatch', affirmed: true },
});
const hold = (purpose: Partial<Purpose>) => {
  const asked = {
    code: 'stolen_vehicle',
    caseNumber: `CR-${randomUUID().slice(0, 8).toUpperCase()}`,
    ...purpose,
  };
  const query = stolenVehicleQuery({ purpose: asked, plate: { number: 'ZZT1234', match: 'exact' } });
  return queue.commit(pendingQuery(fixture.agencyId, { query }));
};

test('a held query about a life in danger is counted until somebody decides', async () => {
  const offense = { system: 'nibrs', code: '240' } as const;
  const held = [
    await hold({ incident: seenAtScene('offense'), offense }),
    await hold({ code: 'missing_endangered', incident: seenAtScene('missing_person') }),
  ];
  expect(held.map(({ kind }) => kind)).toEqual(['held', 'held']);
  expect((await findStanding(fixture.pool)).lifeSafetyHeld).toBe(1);
  const counts = await findOverviewCounts(fixture.pool);
  expect([counts.heldQueries, counts.lifeSafetyHeld]).toEqual([2, 1]);
  await fixture.ownerPool.query(`UPDATE held_query SET status = 'dropped'`);
  expect((await findStanding(fixture.pool)).lifeSafetyHeld).toBe(0);
});
