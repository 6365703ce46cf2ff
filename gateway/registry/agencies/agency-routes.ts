/** The registry over HTTP: list, look up by any ORI, register, change. */
import type { Request } from 'express';
import type { Agency } from '../../../sharing-rules/terms/agency.ts';
import { readNow } from '../../database/read-now.ts';
import { answerOnce } from '../../http/idempotency/answer-once.ts';
import { parseBody } from '../../http/parse-body.ts';
import { limitOf, parseSearch } from '../../http/parse-search.ts';
import { json, type Route, route } from '../../http/routes/route.ts';
import { page, type TypeOf } from '../../http/schemas/shapes.ts';
import { validateEncryptionKey } from '../../jose/validate-encryption-key.ts';
import { countFreed } from '../../release/commit/freed-queries-store.ts';
import { type HasLoweringSide, onLoweringSide } from '../../sign-in/answer-lowering.ts';
import {
  administratorOf,
  requireAdministrator,
  type SignInDeps,
} from '../../sign-in/require-administrator.ts';
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
import { type ChangeAgencyDeps, changeAgency } from './change-agency.ts';
import { findEncryptionKey } from './encryption-keys-store.ts';
import { etagOf, presentAgency } from './present-agency.ts';
import { registerAgency } from './register-agency.ts';
import { requireAgency } from './require-agency.ts';

export type AgencyDeps = SignInDeps & ChangeAgencyDeps & HasLoweringSide;

const scope = 'alpr.admin';

const listed = route(
  {
    method: 'get',
    path: '/v1/agencies',
    id: 'listAgencies',
    action: 'read_registry',
    summary: 'The registry, by ascending ORI.',
    scope,
    search: validateSearch,
    answers: { 200: json('A page.', { $id: 'Agencies', ...page('agencies', listedAgency) }) },
  },
  async (request, response, deps: AgencyDeps, { action, search }) => {
    await requireAdministrator(request, deps, action);
    const given = parseSearch(request, search);
    const limit = limitOf(given.limit);
    const found = await findAgencies(deps.pool, { ...given, limit: limit + 1 });
    const page = found.slice(0, limit);
    const now = await readNow(deps.pool);
    response.json({
      agencies: page.map((agency) => presentAgency(agency, deps.owner, now)),
      next: found.length > limit ? page.at(-1)?.ori : null,
    });
  },
);

const registered = route(
  {
    method: 'post',
    path: '/v1/agencies',
    id: 'registerAgency',
    action: 'change_agency',
    summary: 'Register an agency; shares nothing by itself.',
    scope,
    body: validateAgency,
    answers: { 201: json('Registered.', shownAgency, 'Location') },
  },
  async (request, response, deps: AgencyDeps, { action, body }) => {
    const administrator = await requireAdministrator(request, deps, action);
    await answerOnce(deps, request, response, administrator, async () => {
      const fields = toFields(parseBody(request, body));
      const agency = await registerAgency(deps, fields, administrator);
      return { status: 201, body: await present(agency, deps), location: `/v1/agencies/${agency.ori}` };
    });
  },
);

const shown = route(
  {
    method: 'get',
    path: '/v1/agencies/{ori}',
    id: 'readAgency',
    action: 'read_registry',
    summary: 'An agency by any of its ORIs.',
    scope,
    answers: { 200: json('The agency.', shownAgency, 'ETag') },
  },
  async (request, response, deps: AgencyDeps, { action }) => {
    await requireAdministrator(request, deps, action);
    const agency = await requireAgency(deps.pool, request.params.ori);
    response.set('ETag', etagOf(agency)).json(await present(agency, deps));
  },
);

const changed = route(
  {
    method: 'patch',
    path: '/v1/agencies/{ori}',
    id: 'changeAgency',
    action: 'lower_agency',
    conditional: true,
    summary: 'Change facts; what takes access away goes the way of a revocation.',
    scope,
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
  async (request, response, given: AgencyDeps, { action, body }) => {
    // It may turn out to take a right away.
    const deps = onLoweringSide(given);
    const administrator = await requireAdministrator(request, deps, action);
    const { reason = '', encryptionKey, ...change } = parseBody(request, body);
    if (encryptionKey) validateEncryptionKey(encryptionKey);
    const answer = await changeAgency(deps, {
      ori: request.params.ori,
      change: toChange(change),
      encryptionKey,
      reason,
      by: administrator,
      mayRaise: () => administratorOf(administrator, 'change_agency', deps),
      ifMatch: matchOf(request),
    });
    if ('proposed' in answer) {
      response.status(202).json({ status: 'proposed', index: answer.proposed });
      return;
    }
    const { agency, lowered } = answer;
    const freed = await countFreed(deps.pool, agency.id);
    response.set('ETag', etagOf(agency)).json({ ...(await present(agency, deps)), lowered, freed });
  },
);

export const AGENCY_ROUTES: readonly Route<AgencyDeps>[] = [listed, registered, shown, changed];

async function present(
  agency: Agency,
  { owner, pool }: Pick<AgencyDeps, 'owner' | 'pool'>,
): Promise<TypeOf<typeof shownAgency>> {
  const answer = presentAgency(agency, owner, await readNow(pool));
  return { ...answer, encryptionKey: await findEncryptionKey(pool, agency.id) };
}

function matchOf(request: Pick<Request, 'get'>): string | null {
  const header = request.get('If-Match');
  return header === undefined || header === '*' ? null : header;
}
