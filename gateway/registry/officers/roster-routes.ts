/** The roster of an agency over HTTP: one officer, or a CSV file, which a dry run only judges. */
import { GatewayError } from '../../faults/errors.ts';
import { json, type Route } from '../../http/routes/route.ts';
import { admitted } from '../../sign-in/door.ts';
import type { OfficerDeps } from './officer-routes.ts';
import { type EnrolledSubject, findSubjectsCalled } from './officers-store.ts';
import type { PlannedRow } from './plan-roster.ts';
import { presentOfficer } from './present-officer.ts';
import { readRoster } from './read-roster.ts';
import {
  type EnrolledOfficer,
  type ImportedRoster,
  importedRoster,
  ROSTER_OUTCOMES,
  rosterOfficer,
  validateRosterFile,
  validateRosterOfficer,
} from './roster.schema.ts';
import { settleRoster } from './settle-roster.ts';

const enrolled = admitted(
  {
    method: 'post',
    path: '/v1/agencies/{ori}/officers',
    id: 'enrollOfficer',
    action: 'attest_subject',
    summary:
      'Put one officer on an agency’s roster, before they first ask, with what the agency attests of them.',
    body: validateRosterOfficer,
    answers: { 200: json('Enrolled, or attested anew.', rosterOfficer) },
  },
  async ({ body, by, params: { ori } }, deps: OfficerDeps): Promise<EnrolledOfficer> => {
    const order = { ori, rows: [{ line: 1, officer: body }], dryRun: false, by };
    const { agency, rows } = await settleRoster(deps, order);
    const { key, outcome, reason } = rows[0] as PlannedRow;
    if (outcome === 'refused') throw new GatewayError('conflict', `this officer is not enrolled: ${reason}`);
    const [officer] = await findSubjectsCalled(deps.pool, [key], { agencyId: agency.id, limit: 1 });
    return { officer: presentOfficer(officer as EnrolledSubject), outcome, reason };
  },
);

const imported = admitted(
  {
    method: 'post',
    path: '/v1/agencies/{ori}/roster',
    id: 'importRoster',
    action: 'attest_subject',
    summary:
      'Put the officers of a CSV file on an agency’s roster; with `dryRun` only tell what would become of each row.',
    body: validateRosterFile,
    answers: { 200: json('What became of each row. Refused ones changed nothing.', importedRoster) },
  },
  async (
    { body: { csv, dryRun = false }, by, params: { ori } },
    deps: OfficerDeps,
  ): Promise<ImportedRoster> => {
    const order = { ori, rows: await readRoster(csv), dryRun, by };
    const { agency, enrolled, rows } = await settleRoster(deps, order);
    const counts = Object.fromEntries(
      ROSTER_OUTCOMES.map((one) => [one, rows.filter(({ outcome }) => outcome === one).length]),
    ) as ImportedRoster['counts'];
    const shown = rows.map(({ line, name, outcome, reason, reference }) => ({
      ...{ line, reference, name, outcome, reason },
    }));
    return { agency: agency.ori, dryRun, rows: shown, counts, roster: agency.roster, enrolled };
  },
);

export const ROSTER_ROUTES: readonly Route<OfficerDeps>[] = [enrolled, imported];
