/**
 * Who asks is part of what words give away: the class of the agency counts as the registry has it at the commit, where
 * no words are read any more.
 */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Request } from 'express';
import { pendingOfStanding } from '../../../../gateway/hot-lists/lists/pending-exchange.ts';
import { mayBePermitted } from '../../../../gateway/query/decide-first.ts';
import { pendingReads } from '../../../../gateway/query/pending-reads.ts';
import { SpentQuotas } from '../../../../gateway/query/spent-quotas.ts';
import { loadRegistry } from '../../../../gateway/registry/agencies/registry-store.ts';
import type { Outcome } from '../../../../gateway/release/commit/commit-releases.ts';
import type { PendingQuery, PendingReads } from '../../../../gateway/release/facts/pending-query.ts';
import type { AgencyClass } from '../../../../sharing-rules/terms/agency-classes.ts';
import type { Query } from '../../../../sharing-rules/terms/query.ts';
import { type CommitFixture, createCommitFixture } from '../../../setup/database/commit-fixture.ts';
import { OWNER, partnerSystem, stolenVehicleQuery } from '../../../setup/database/sharing-fixture.ts';

let fixture: CommitFixture;

beforeAll(async () => {
  fixture = await createCommitFixture();
});
afterAll(() => fixture.close());

const REQUEST = { get: () => undefined } as unknown as Request;
const FENTANYL = { caseNumber: 'CR-2026-0900', justification: 'fentanyl distribution across the state' };
const EXIGENT = { ...FENTANYL, code: 'exigent_life_safety', supervisor: 'Sergeant Sample' };
const CODE = { code: 'purpose_contradiction', effect: 'review', detail: 'agency_class_and_code' };
const WORDS = { ...CODE, detail: 'agency_class_and_narrative' };

function asked(purpose: Query['purpose']): PendingReads {
  const subject = partnerSystem(fixture.agencyId);
  const pending = pendingReads('query', stolenVehicleQuery({ purpose }), { subject, proof: null }, REQUEST);
  return { ...pending, found: { text: '[]', count: 0, next: null } };
}

const setClass = (name: AgencyClass) =>
  fixture.ownerPool.query('UPDATE agency SET class = $2 WHERE id = $1', [fixture.agencyId, name]);

async function withClass(name: AgencyClass, pending: PendingQuery): Promise<Outcome> {
  await setClass(name);
  return fixture.queue.commit(pending);
}

function reasons(outcome: Outcome): object[] {
  return outcome.kind === 'held' || outcome.kind === 'denied'
    ? outcome.decision.reasons.map(({ clause: _, ...reason }) => reason)
    : [];
}

describe('a query of campus police after drug distribution', () => {
  const drugs = { ...FENTANYL, code: 'drug_distribution' };

  test('is held as a contradiction, where a sheriff’s is held for its purpose alone', async () => {
    const held = { code: 'purpose_not_approved', effect: 'review', detail: 'held_purpose' };
    expect(reasons(await withClass('sheriff', asked(drugs)))).toEqual([held]);
    expect(reasons(await withClass('campus_public', asked(drugs)))).toEqual([CODE, held]);
  });
});

describe('a query of an agency of whom a person looks at each', () => {
  test.each(['campus_private', 'corrections'] as const)(
    '(%s) is held, whatever its purpose',
    async (name) => {
      const pending = asked(stolenVehicleQuery().purpose);
      const outcome = await withClass(name, pending);
      expect([outcome.kind, reasons(outcome)]).toMatchObject([
        'held',
        [{ code: 'agency_not_eligible', effect: 'review' }],
      ]);
    },
  );

  test('a prosecutor in a case that is not filed is held, in a filed one is answered', async () => {
    const purpose = { ...stolenVehicleQuery().purpose, code: 'property_crime_felony' };
    const told = { ...purpose, justification: 'burglary, getaway car seen on Dahlia Street' };
    expect(reasons(await withClass('prosecutor', asked(told)))).toMatchObject([
      { code: 'case_number_invalid', detail: 'case_not_filed' },
    ]);
    const filed = { ...told, caseNumber: '2026CR000321' };
    expect((await withClass('prosecutor', asked(filed))).kind).toBe('released');
  });
});

describe('a narrative out of character for who asks', () => {
  test('is held under a purpose that fits any narrative', async () => {
    expect((await withClass('sheriff', asked(EXIGENT))).kind).toBe('released');
    expect(reasons(await withClass('campus_public', asked(EXIGENT)))).toEqual([WORDS]);
  });

  test('is held by the class that the registry has when the query is committed, not when it came', async () => {
    const pending = asked(EXIGENT);
    expect((await withClass('municipal', pending)).kind).toBe('released');
    expect(reasons(await withClass('campus_public', pending))).toEqual([WORDS]);
  });

  test('is seen on the node’s snapshot already, so that no reads are looked up for it', async () => {
    const pending = asked(EXIGENT);
    const spentQuotas = new SpentQuotas();
    const mayBePermittedFor = async (name: AgencyClass) => {
      await setClass(name);
      const snapshot = await loadRegistry(fixture.ownerPool, OWNER);
      return mayBePermitted(pending, {
        registry: { snapshot },
        limits: fixture.deps.limits,
        now: Date.now,
        spentQuotas,
      });
    };
    expect(await mayBePermittedFor('municipal')).toBe(true);
    expect(await mayBePermittedFor('campus_public')).toBe(false);
  });

  test('is not entered as a standing query', async () => {
    const { onBehalfOf, plate } = stolenVehicleQuery();
    const query = { purpose: EXIGENT, onBehalfOf, plate } as Pick<Query, 'purpose' | 'onBehalfOf' | 'plate'>;
    await fixture.ownerPool.query(`UPDATE sharing_grant SET data_classes = '{reads,hits}'`);
    const enter = () => pendingOfStanding(query, partnerSystem(fixture.agencyId), Date.now());
    expect((await withClass('municipal', enter())).kind).toBe('released');
    const refused = await withClass('campus_public', enter());
    expect([refused.kind, reasons(refused)]).toEqual(['denied', [WORDS]]);
  });
});
