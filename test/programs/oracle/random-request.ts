/** Requests at random: one that is in order, with up to six facts changed, so that every answer and many mixtures occur. */

import type { Ori } from '../../../sharing-rules/terms/agency.ts';
import offenses from '../../../sharing-rules/terms/data/offense-codes.json' with { type: 'json' };
import purposes from '../../../sharing-rules/terms/data/purposes.json' with { type: 'json' };
import type { DecisionInput } from '../../../sharing-rules/terms/decision.ts';
import type { JudicialProcess } from '../../../sharing-rules/terms/query.ts';
import { CHANGES } from './changes.ts';
import { INCIDENT_CHANGES, incidentInOrder } from './incident-changes.ts';
import type { Chance } from './random.ts';
import { randomStory, tell } from './stories.ts';

export type Json = null | boolean | number | string | undefined | readonly Json[] | { [name: string]: Json };

const DAY = 86_400_000;
const NOW = Date.UTC(2026, 2, 2, 18);
const APPROVED = purposes.approved.map(({ code }) => code);

/** Codes that a purpose covers, so that requests in order exist for each. */
const COVERED = new Map(
  APPROVED.map((purpose) => [
    purpose,
    (['nibrs', 'ncic', 'crs'] as const).flatMap((system) =>
      offenses[system]
        .filter((row) => row.kind === 'ordinary' && row.purposes.includes(purpose))
        .map(({ code }) => ({ system, code })),
    ),
  ]),
);
const ROBBERY = [{ system: 'nibrs', code: '120' }] as const;

const PROCESS: JudicialProcess = {
  ...{ kind: 'court_order', court: 'Adams County District Court', docket: '2026CR000321' },
  ...{
    judge: 'Hon. Sample Judge',
    issuedOn: '2026-02-20',
    documentSha256: 'ab'.repeat(32),
    affirmation: true,
  },
};

function inOrder(random: Chance): DecisionInput {
  const code = random.pick(APPROVED);
  const covered = COVERED.get(code);
  const offense = random.pick(covered?.length ? covered : ROBBERY);
  const person = random.oneIn(3);
  const ori = 'CO0010000' as Ori;
  const papers = {
    ...{ enrolledAt: NOW - 100 * DAY, attestedAt: NOW - 90 * DAY, trainedOn: NOW - 95 * DAY },
    ...{ employerOri: ori, federalDetail: false },
  };
  return {
    ...{ now: NOW, owner: 'CO0010300' as Ori, halted: false, dataClass: 'reads', officer: 'active' },
    officerPapers: papers,
    // A person who names a deputy is not alone.
    ...(person ? { named: { standing: 'active', papers, recordsToday: 0 } } : {}),
    subject: {
      ...{ kind: person ? 'person' : 'system', issuer: 'https://sign-in.adams.example', clientId: 'records' },
      ...{ agencyId: 7, ori, personId: person ? 'p-1' : null, roles: [], mfa: person },
      ...{ authenticatedAt: person ? NOW - 3_600_000 : null, senderConstrained: true },
    },
    agency: {
      ...{ id: 7, ori, oris: [ori, 'CO0010001' as Ori], name: 'Sample', state: 'CO', county: 'Adams' },
      ...{ class: code === 'prosecution_discovery' ? 'prosecutor' : random.pick(['sheriff', 'municipal']) },
      ...{
        boundByArticle74: true,
        has287g: false,
        federalMembers: false,
        status: 'active',
        roster: 40,
        epoch: 5,
      },
      agreement: {
        ...{ reference: 'MOU-1', signedOn: NOW - 200 * DAY, expiresOn: NOW + 165 * DAY },
        ...{ article74: true, officerMfa: true },
      },
      certification: { signer: 'Sheriff Example', signedOn: NOW - 100 * DAY },
    },
    grant: {
      ...{ id: 'g-1', agencyId: 7, purposes: APPROVED, dataClasses: ['reads', 'hits'], lookBackDays: 30 },
      ...{ dailyRecords: 1_000, validFrom: NOW - 90 * DAY, validUntil: NOW + 90 * DAY, status: 'active' },
    },
    query: {
      purpose: {
        ...{
          code,
          offense,
          caseNumber: code === 'prosecution_discovery' ? '2026CR000321' : '2026-004711',
          justification: 'sedan taken from a driveway last night',
        },
        ...(random.oneIn(2) ? { incident: incidentInOrder(code, random) } : {}),
        ...{ supervisor: 'Sergeant Example' },
        judicialProcess: code === 'arrest_warrant' ? { ...PROCESS, kind: 'arrest_warrant' } : PROCESS,
      },
      onBehalfOf: { id: 'd-1001', name: 'Deputy Example', ori },
      ...{ plate: { number: 'ABC123', match: 'exact' }, from: NOW - 2 * DAY, to: NOW, limit: 50 },
    },
    ...{ findings: [], judicialProcessVerified: true, approval: null },
    usage: { agencyRecordsToday: 0, officerRecordsToday: 0, releasing: 0 },
    limits: {
      ...{ retentionDays: 30, recordsPerQuery: 200, agencyRecordsPerDay: 5_000, officerRecordsPerDay: 500 },
      ...{ areaWindow: DAY, areaRadiusMetres: 1_000, areaCameras: 5, partialCharacters: 4 },
      ...{ sessionAge: 12 * 3_600_000, futureSkew: 60_000 },
      ...{ officerQueriesPerDay: 300, patternQueriesPerDay: 40, attestationDays: 30, heldQueries: 200 },
    },
  };
}

/** Sets what the path names; what another change took away stays away. */
function change(target: { [name: string]: Json }, path: string, value: Json): { [name: string]: Json } {
  const dot = path.indexOf('.');
  if (dot < 0) return { ...target, [path]: value };
  const name = path.slice(0, dot);
  const inner = target[name];
  if (typeof inner !== 'object' || inner === null) return target;
  return { ...target, [name]: change(inner as { [name: string]: Json }, path.slice(dot + 1), value) };
}

/** The next request of the sequence. */
export function randomRequest(random: Chance): DecisionInput {
  let request = inOrder(random) as unknown as { [name: string]: Json };
  for (let changes = random.below(7); changes > 0; changes -= 1) {
    const { at, values } = random.pick(random.oneIn(4) ? INCIDENT_CHANGES : CHANGES);
    request = change(request, random.pick(at), random.pick(values));
  }
  // A member set to undefined is one that is not there.
  const asked = request as unknown as DecisionInput;
  return random.oneIn(5) ? tell(asked, randomStory(random)) : asked;
}
