/** Who asks is part of what words give away: the class of the agency counts as the registry has it at the commit. */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Request } from 'express';
import { pendingOfStanding } from '../../../gateway/hot-lists/pending-of.ts';
import { pendingOf } from '../../../gateway/query/pending-of.ts';
import { CommitQueue } from '../../../gateway/release/commit-queue.ts';
import type { Outcome, PendingQuery } from '../../../gateway/release/pending-query.ts';
import type { AgencyClass, Query } from '../../../sharing-rules/terms.ts';
import {
  createSharingFixture,
  partnerSystem,
  type SharingFixture,
  stolenVehicleQuery,
} from '../../setup/sharing-fixture.ts';

let fixture: SharingFixture;
let queue: CommitQueue;

beforeAll(async () => {
  fixture = await createSharingFixture();
  queue = new CommitQueue({ url: fixture.databases.gatewayUrl, connections: 1 }, fixture.deps);
});
afterAll(async () => {
  await queue.close();
  await fixture.close();
});

const REQUEST = { get: () => undefined } as unknown as Request;
const FENTANYL = { caseNumber: 'CR-2026-0900', justification: 'fentanyl distribution across the state' };
const EXIGENT = { ...FENTANYL, code: 'exigent_life_safety', supervisor: 'Sergeant Sample' };
const CODE = { code: 'purpose_contradiction', effect: 'review', detail: 'agency_class_and_code' };
const WORDS = { ...CODE, detail: 'agency_class_and_narrative' };

function asked(purpose: Query['purpose'], screenedFor: AgencyClass | null): PendingQuery {
  const subject = partnerSystem(fixture.agencyId);
  const pending = pendingOf('query', subject, screenedFor, stolenVehicleQuery({ purpose }), null, REQUEST);
  return { ...pending, found: { text: '[]', count: 0, next: null } };
}

async function withClass(name: AgencyClass, pending: PendingQuery): Promise<Outcome> {
  await fixture.ownerPool.query('UPDATE agency SET class = $2 WHERE id = $1', [fixture.agencyId, name]);
  return queue.commit(pending);
}

function reasons(outcome: Outcome): object[] {
  return outcome.kind === 'held' || outcome.kind === 'denied'
    ? outcome.decision.reasons.map(({ clause: _, ...reason }) => reason)
    : [];
}

describe('a query of campus police after drug distribution', () => {
  const drugs = { ...FENTANYL, code: 'drug_distribution' };

  test('is screened as one of campus police when it comes in', () => {
    expect(asked(drugs, 'campus_public').findings).toEqual([CODE]);
    expect(asked(drugs, 'sheriff').findings).toEqual([]);
  });

  test('is held as a contradiction, where a sheriff’s is held for its purpose alone', async () => {
    const held = { code: 'purpose_not_approved', effect: 'review', detail: 'held_purpose' };
    expect(reasons(await withClass('sheriff', asked(drugs, 'sheriff')))).toEqual([held]);
    expect(reasons(await withClass('campus_public', asked(drugs, 'campus_public')))).toEqual([CODE, held]);
  });
});

describe('a query of an agency of whom a person looks at each', () => {
  test.each(['campus_private', 'corrections'] as const)(
    '(%s) is held, whatever its purpose',
    async (name) => {
      const pending = asked(stolenVehicleQuery().purpose, name);
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
    expect(reasons(await withClass('prosecutor', asked(told, 'prosecutor')))).toMatchObject([
      { code: 'case_number_invalid', detail: 'case_not_filed' },
    ]);
    const filed = { ...told, caseNumber: '2026CR000321' };
    expect((await withClass('prosecutor', asked(filed, 'prosecutor'))).kind).toBe('released');
  });
});

describe('a narrative out of character for who asks', () => {
  test('is held under a purpose that fits any narrative', async () => {
    expect((await withClass('sheriff', asked(EXIGENT, 'sheriff'))).kind).toBe('released');
    expect(reasons(await withClass('campus_public', asked(EXIGENT, 'campus_public')))).toEqual([WORDS]);
  });

  test('is held where the node knew another class, or none, before the commit', async () => {
    expect(reasons(await withClass('campus_public', asked(EXIGENT, 'municipal')))).toEqual([WORDS]);
    expect(reasons(await withClass('campus_public', asked(EXIGENT, null)))).toEqual([WORDS]);
    expect((await withClass('municipal', asked(EXIGENT, 'campus_public'))).kind).toBe('released');
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
