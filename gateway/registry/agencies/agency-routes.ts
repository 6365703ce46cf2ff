/** The registry over HTTP: list, look up by any ORI, register, change. */
import type { Agency } from '../../../sharing-rules/terms/agency.ts';
import { readNow } from '../../database/read-now.ts';
import { limitOf } from '../../http/parse-search.ts';
import { reply } from '../../http/routes/reply.ts';
import { json, type Route } from '../../http/routes/route.ts';
import { page, type TypeOf } from '../../http/schemas/shapes.ts';
import { validateEncryptionKey } from '../../identity/jose/validate-encryption-key.ts';
import { countFreed } from '../../release/commit/freed-queries-store.ts';
import { admitted } from '../../sign-in/door.ts';
import { administratorOf, type SignInDeps } from '../../sign-in/require-administrator.ts';
import type { HasWithdrawalSide } from '../../sign-in/withdrawal-side.ts';
import { findAgencies } from './agencies-store.ts';
import {
  changedAgency,
  listedAgency,
  rosterProposed,
  shownAgency,
  validateAgency,
  validateAgencyChange,
  validateSearch,
} from './agency.schema.ts';
import { toChange, toFields } from './agency-fields.ts';
import { findAgreementFile } from './agreement-files-store.ts';
import { type ChangeAgencyDeps, changeAgency } from './change-agency.ts';
import { findEncryptionKey } from './encryption-keys-store.ts';
import { etagOf, presentAgency } from './present-agency.ts';
import { registerAgency } from './register-agency.ts';
import { requireAgency } from './require-agency.ts';

export type AgencyDeps = SignInDeps & ChangeAgencyDeps & HasWithdrawalSide;

const listed = admitted(
  {
    method: 'get',
    path: '/v1/agencies',
    id: 'listAgencies',
    action: 'read_registry',
    summary: 'The registry, by ascending ORI.',
    search: validateSearch,
    answers: { 200: json('A page.', { $id: 'Agencies', ...page('agencies', listedAgency) }) },
  },
  async ({ search }, deps: AgencyDeps) => {
    const { oris, ...given } = search;
    const limit = limitOf(given.limit);
    const named = oris === undefined ? {} : { oris: oris.split(',') };
    const found = await findAgencies(deps.pool, { ...given, ...named, limit: limit + 1 });
    const page = found.slice(0, limit);
    const now = await readNow(deps.pool);
    return {
      agencies: page.map((agency) => presentAgency(agency, deps.owner, now)),
      next: found.length > limit ? page.at(-1)?.ori : null,
    };
  },
);

const registered = admitted(
  {
    method: 'post',
    path: '/v1/agencies',
    id: 'registerAgency',
    action: 'change_agency',
    summary: 'Register an agency; shares nothing by itself.',
    body: validateAgency,
    answers: { 201: json('Registered.', shownAgency, 'Location') },
  },
  async ({ by, body }, deps: AgencyDeps) => {
    const fields = toFields(body);
    const agency = await registerAgency(deps, fields, by);
    return reply(await present(agency, deps), { location: `/v1/agencies/${agency.ori}` });
  },
);

const shown = admitted(
  {
    method: 'get',
    path: '/v1/agencies/{ori}',
    id: 'readAgency',
    action: 'read_registry',
    summary: 'An agency by any of its ORIs.',
    answers: { 200: json('The agency.', shownAgency, 'ETag') },
  },
  async ({ params }, deps: AgencyDeps) => {
    const agency = await requireAgency(deps.pool, params.ori);
    return reply(await present(agency, deps), { etag: etagOf(agency) });
  },
);

const changed = admitted(
  {
    method: 'patch',
    path: '/v1/agencies/{ori}',
    id: 'changeAgency',
    action: 'lower_agency',
    conditional: true,
    summary: 'Change facts; what takes access away goes the way of a revocation.',
    body: validateAgencyChange,
    answers: {
      200: json(
        'Changed; `lowered` where that took access away; `freed`: held queries that wait no more, now that the roster has room.',
        changedAgency,
        'ETag',
      ),
      202: json(
        'Proposed: a larger roster under a grant in force, until another administrator sends the same.',
        rosterProposed,
      ),
    },
  },
  async ({ body, by, ifMatch, params }, deps: AgencyDeps) => {
    const { agreementFile, encryptionKey, reason = '', ...change } = body;
    if (encryptionKey) validateEncryptionKey(encryptionKey);
    const answer = await changeAgency(deps, {
      ori: params.ori,
      change: toChange(change),
      encryptionKey,
      agreementFile,
      reason,
      by,
      mayGrant: () => administratorOf(by, 'change_agency', deps),
      ifMatch,
    });
    if ('proposed' in answer) {
      return reply({ status: 'proposed', index: answer.proposed }, { status: 202 });
    }
    const { agency, lowered } = answer;
    const freed = await countFreed(deps.pool, agency.id);
    const whole = { ...(await present(agency, deps)), lowered, freed };
    return reply(whole, { status: 200, etag: etagOf(agency) });
  },
);

export const AGENCY_ROUTES: readonly Route<AgencyDeps>[] = [listed, registered, shown, changed];

async function present(
  agency: Agency,
  { owner, pool }: Pick<AgencyDeps, 'owner' | 'pool'>,
): Promise<TypeOf<typeof shownAgency>> {
  const answer = presentAgency(agency, owner, await readNow(pool));
  const encryptionKey = await findEncryptionKey(pool, agency.id);
  return { ...answer, encryptionKey, agreementFile: await findAgreementFile(pool, agency.id) };
}
