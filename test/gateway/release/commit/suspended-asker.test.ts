/** Who may not ask does nothing to colleagues by asking on: what she types is refused, logged, and of her alone. */

import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { upToNow } from '../../../../gateway/projections/up-to-now.ts';
import type { Outcome } from '../../../../gateway/release/commit/commit-releases.ts';
import type { PendingReads } from '../../../../gateway/release/facts/pending-query.ts';
import { screen } from '../../../../sharing-rules/narrative/screen.ts';
import type { Purpose, Query } from '../../../../sharing-rules/terms/query.ts';
import {
  createSharingFixture,
  PARTNER,
  partnerSystem,
  pendingQuery,
  type SharingFixture,
  stolenVehicleQuery,
} from '../../../setup/database/sharing-fixture.ts';
import { openQueue, type PatientQueue } from '../../../setup/patient-queue.ts';

const SUSPENDED = '00000000-0000-4000-8000-0000000005a5';
const COLLEAGUE = '00000000-0000-4000-8000-00000000c011';
const QUOTA = 30;
const PROHIBITED = 'assist ICE with the deportation of the driver';
const REWORDED = ['held', 'narrative_reworded: after_refusal'];
const ANOTHER_PLATE = ['held', 'narrative_pretext: reworded_after_refusal'];
const COLLEAGUE_REFUSED = ['held', 'narrative_reworded: colleague_refused'];

let fixture: SharingFixture;
let queue: PatientQueue;

beforeAll(async () => {
  fixture = await createSharingFixture();
  await fixture.ownerPool.query('UPDATE agency SET roster = 10');
  queue = openQueue(
    { url: fixture.databases.gatewayUrl, connections: 2 },
    { ...fixture.deps, refusalsPerDay: QUOTA },
  );
  for (const personId of [SUSPENDED, COLLEAGUE]) expect(answered(await ask(personId))).toEqual(['released']);
  expect(answered(await askAs('x-7'))).toEqual(['released']);
});
beforeEach(() => set(SUSPENDED, 'suspended'));
afterAll(async () => {
  await queue.close();
  await fixture.close();
});

const set = (reference: string, status: string) =>
  fixture.ownerPool.query('UPDATE officer SET status = $2 WHERE reference = $1', [reference, status]);

const naming = (id: string) => ({ onBehalfOf: { id, name: 'Deputy Sample', ori: PARTNER } });

function commit(query: Query, more: Partial<PendingReads> = {}): Promise<Outcome> {
  const findings = screen(query.purpose);
  return queue.commit(pendingQuery(fixture.agencyId, { query, findings, ...more }, 1));
}

function ask(personId: string, changes: Partial<Query> = {}): Promise<Outcome> {
  const { onBehalfOf: _, ...query } = stolenVehicleQuery();
  const subject = partnerSystem(fixture.agencyId, {
    ...{ kind: 'person', clientId: 'adams-console', personId, mfa: true, authenticatedAt: Date.now() },
  });
  return commit({ ...query, ...changes }, { subject });
}

/** Of the partner's system, naming the officer. */
const askAs = (id: string, changes: Partial<Query> = {}) =>
  commit({ ...stolenVehicleQuery(naming(id)), ...changes });

const plate = (number: string) => ({ plate: { number, match: 'exact' as const } });

let asked = 0;
/** In other words each time: those that were released upon are no rewording. */
function reasoned(caseNumber: string, changes: Partial<Purpose> = {}): { purpose: Purpose } {
  asked += 1;
  const justification = `sedan stolen from a driveway overnight, seen near house ${asked} of Dahlia Street`;
  return { purpose: { ...stolenVehicleQuery().purpose, justification, caseNumber, ...changes } };
}

function answered(outcome: Outcome): string[] {
  if (outcome.kind === 'released' || !('decision' in outcome)) return [outcome.kind];
  return [outcome.kind, ...outcome.decision.reasons.map(({ code, detail }) => `${code}: ${detail}`)];
}

const count = async (sql: string) => (await fixture.ownerPool.query(`SELECT (${sql})::int AS n`)).rows[0].n;
const wordings = () => count('SELECT count(*) FROM refused_wording');

describe('prohibited words of a suspended person', () => {
  const caseNumber = 'CR-2026-0777';

  test('hold no colleague’s query on the case, nor one on the plate by whom she named', async () => {
    const outcome = await ask(SUSPENDED, {
      ...{ ...naming('x-7'), ...plate('ZZT5001') },
      ...reasoned(caseNumber, { justification: PROHIBITED }),
    });
    expect(answered(outcome)).toEqual(expect.arrayContaining(['denied', 'subject_suspended: undefined']));
    expect(answered(outcome).some((one) => one.startsWith('narrative_'))).toBe(true);
    expect(answered(await ask(COLLEAGUE, reasoned(caseNumber)))).toEqual(['released']);
    expect(answered(await askAs('x-7', { ...reasoned(caseNumber), ...plate('ZZT5001') }))).toEqual([
      'released',
    ]);
  });

  test('are remembered of herself, should she be reinstated: with the plate, and with the case', async () => {
    expect(await wordings()).toBe(3);
    await set(SUSPENDED, 'active');
    expect(answered(await ask(SUSPENDED, reasoned(caseNumber)))).toEqual(ANOTHER_PLATE);
    expect(answered(await ask(SUSPENDED, { ...reasoned('CR-2026-0778'), ...plate('ZZT5001') }))).toEqual(
      REWORDED,
    );
    await fixture.ownerPool.query(`UPDATE officer SET status = 'suspended' WHERE reference = $1`, [
      SUSPENDED,
    ]);
  });
});

describe('prohibited words of one in good standing', () => {
  const caseNumber = 'CR-2026-0779';
  const emergency = { code: 'exigent_life_safety', supervisor: 'Lt. Example' };

  test('hold colleagues on the case, and not the emergency of another; her own they do', async () => {
    const refused = await ask(COLLEAGUE, {
      ...{ ...naming('x-7'), ...plate('ZZT5002') },
      ...reasoned(caseNumber, { justification: PROHIBITED }),
    });
    expect(refused.kind).toBe('denied');
    expect(answered(await askAs('x-7', reasoned(caseNumber)))).toEqual(COLLEAGUE_REFUSED);
    expect(answered(await askAs('x-7', { ...reasoned('CR-2026-0780'), ...plate('ZZT5002') }))).toEqual([
      'released',
    ]);
    expect(answered(await askAs('x-7', reasoned(caseNumber, emergency)))).toEqual(['released']);
    expect(answered(await ask(COLLEAGUE, reasoned(caseNumber, emergency)))).toEqual(ANOTHER_PLATE);
  });
});

test('a system that is refused under a suspended officer’s name is held under another’s on the same case', async () => {
  await set('x-7', 'suspended');
  const refused = await askAs('x-7', reasoned('CR-2026-0781', { justification: PROHIBITED }));
  expect(refused.kind).toBe('denied');
  expect(answered(await askAs('x-8', reasoned('CR-2026-0781')))).toEqual(COLLEAGUE_REFUSED);
  expect(answered(await ask(COLLEAGUE, reasoned('CR-2026-0781')))).toEqual(['released']);
  await set('x-7', 'active');
});

describe('a suspended person who asks on and on', () => {
  test('enrols nobody whom she names, and no entry of hers is found under a colleague', async () => {
    const before = await count('SELECT count(*) FROM officer');
    for (const named of ['ghost-1', 'ghost-2', 'x-7']) {
      expect(answered(await ask(SUSPENDED, { ...naming(named), ...plate('ZZT5003') }))).toEqual([
        'denied',
        'subject_suspended: undefined',
      ]);
    }
    expect(await count('SELECT count(*) FROM officer')).toBe(before);
    await upToNow(fixture.pool);
    expect(
      await count(`SELECT count(*) FROM audit_search d JOIN officer o ON o.id = d.officer_id
        WHERE o.reference = '${SUSPENDED}' AND d.named_officer_id IS NOT NULL`),
    ).toBe(0);
  });

  test('spends a day’s refusals of her own, and none of her agency’s', async () => {
    const refusals = () => count('SELECT coalesce(sum(refusals), 0) FROM agency_usage');
    const [before, entries] = [await refusals(), await count('SELECT count(*) FROM log_entry')];
    const outcomes = await Promise.all(
      Array.from({ length: QUOTA + 5 }, () => ask(SUSPENDED, naming('x-7'))),
    );
    const kinds = new Set(outcomes.map(({ kind }) => kind));
    expect(kinds).toEqual(new Set(['denied', 'refusals_spent']));
    expect((await ask(SUSPENDED)).kind).toBe('refusals_spent');
    expect((await count('SELECT count(*) FROM log_entry')) - entries).toBeLessThan(QUOTA);
    expect(await refusals()).toBe(before);
    const refused = await askAs('x-7', { purpose: { code: 'immigration_civil', caseNumber: 'CR-1' } });
    expect(refused.kind).toBe('denied');
  });
});
