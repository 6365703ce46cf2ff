/** An administrators' application with records clerks, and reads of a plate that somebody may want to keep. */
import { afterAll, beforeAll } from '@jest/globals';
import { DAY } from '../../../../sharing-rules/terms/retention.ts';
import { type Administration, startAdministration } from '../../../setup/administration.ts';
import { deliveredRead, HOUR, takeReads } from '../../reads/reads-fixture.ts';

export const PLATE = 'KEEP123';
export const CASE = 'CR-2026-0142';
export const iso = (time: number) => new Date(time).toISOString();

/** An honest proposal; what differs is given. */
export function proposal(changes: Record<string, unknown> = {}) {
  const now = Date.now();
  return {
    caseNumber: CASE,
    purpose: {
      code: 'stolen_vehicle',
      justification: 'sedan stolen from a driveway overnight, seen near the park',
    },
    plate: { number: PLATE },
    ...{ from: iso(now - 2 * DAY), to: iso(now - HOUR), until: iso(now + 90 * DAY) },
    reason: 'the trial begins after the reads would be erased',
    ...changes,
  };
}

/** Resolves to the id of a subpoena that the process clerk registered; what differs is given. */
export async function servedProcess(
  { call }: Administration,
  changes: Record<string, unknown> = {},
): Promise<string> {
  const served = { kind: 'subpoena', issuer: 'Adams County District Court', servedAt: iso(Date.now() - DAY) };
  const { body } = await call('counsel', 'POST', '/v1/processes', {
    ...{ ...served, scope: {}, duties: [] },
    ...changes,
  });
  return body.id;
}

/** An honest proposal for a served process, without a case. */
export const proposalFor = (processId: string, changes: Record<string, unknown> = {}) =>
  proposal({ caseNumber: undefined, processId, ...changes });

/** Registers jest's hooks: to be called once, at the top of a file. */
export function usePreservation(): { readonly admin: Administration } {
  let admin: Administration;
  beforeAll(async () => {
    admin = await startAdministration();
    await admin.ownerPool.query(
      `WITH people AS (
         INSERT INTO person (issuer_id, subject, name, agency_id, ori, roles, employee_id)
         SELECT issuer_id, who, 'Clerk ' || who, agency_id, ori, '{records_clerk}', who
         FROM person, unnest('{clerk,clerk-2}'::text[]) AS who WHERE subject = 'chief'
         RETURNING id, subject, issuer_id, agency_id, ori)
       INSERT INTO client_registration (issuer_id, client_id, agency_id, ori, person_id)
       SELECT issuer_id, subject, agency_id, ori, id FROM people`,
    );
    await admin.reloadPersons();
    const times = [3, 5, 26, 30].map((hours) => Date.now() - hours * HOUR);
    await takeReads(
      admin.readsOwnerUrl,
      times.flatMap((time) => [
        deliveredRead({ capturedAt: iso(time), plate: PLATE }),
        deliveredRead({ capturedAt: iso(time), plate: 'OTHER99' }),
      ]),
    );
  });
  afterAll(() => admin.close());
  return {
    get admin() {
      return admin;
    },
  };
}

/** What came of taking every decision of the log again: a line a part. */
export async function takenAgain(admin: Administration): Promise<Record<string, unknown>[]> {
  const { text } = await admin.call('auditor', 'GET', '/v1/audit/replay');
  const [, ...parts] = text.trim().split('\n');
  return parts.map((part) => JSON.parse(part));
}

export const ALL_THE_SAME = { different: [], altered: [], missing: [], notReplayed: [] };
