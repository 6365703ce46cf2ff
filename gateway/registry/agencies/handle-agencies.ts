/** The registry over HTTP: list, look up by any ORI, register, change. */
import type { Request, Router } from 'express';
import type { Agency } from '../../../sharing-rules/terms/agency.ts';
import { readNow } from '../../database/read-now.ts';
import { GatewayError } from '../../faults/errors.ts';
import { answerOnce } from '../../http/idempotency/answer-once.ts';
import { parseBody } from '../../http/parse-body.ts';
import { limitOf, parseSearch } from '../../http/parse-search.ts';
import { strictRouter } from '../../http/strict-router.ts';
import { validateEncryptionKey } from '../../jose/validate-encryption-key.ts';
import { countFreed } from '../../release/commit/freed-queries-store.ts';
import { type HasLoweringSide, onLoweringSide } from '../../sign-in/answer-lowering.ts';
import {
  administratorOf,
  requireAdministrator,
  type SignInDeps,
} from '../../sign-in/require-administrator.ts';
import { findAgencies, findAgencyByOri } from './agencies-store.ts';
import { validateAgency, validateAgencyChange } from './agency.schema.ts';
import { toChange, toFields } from './agency-fields.ts';
import { validateSearch } from './agency-search.schema.ts';
import { type ChangeAgencyDeps, changeAgency } from './change-agency.ts';
import { findEncryptionKey } from './encryption-keys-store.ts';
import { etagOf, presentAgency } from './present-agency.ts';
import { registerAgency } from './register-agency.ts';

export type AgencyRoutesDeps = SignInDeps & ChangeAgencyDeps & HasLoweringSide;

export function agencyRoutes(deps: AgencyRoutesDeps): Router {
  const { owner, pool } = deps;
  const present = async (agency: Agency, db = pool) => ({
    ...presentAgency(agency, owner, await readNow(db)),
    encryptionKey: await findEncryptionKey(db, agency.id),
  });
  // It may turn out to lower a right.
  const lowering = onLoweringSide(deps);
  const router = strictRouter();

  router.get('/v1/agencies', async (request, response) => {
    await requireAdministrator(request, deps, 'read_registry');
    const search = parseSearch(request, validateSearch);
    const limit = limitOf(search.limit);
    const found = await findAgencies(pool, { ...search, limit: limit + 1 });
    const page = found.slice(0, limit);
    const now = await readNow(pool);
    response.json({
      agencies: page.map((agency) => presentAgency(agency, owner, now)),
      next: found.length > limit ? page.at(-1)?.ori : null,
    });
  });

  router.get('/v1/agencies/:ori', async (request, response) => {
    await requireAdministrator(request, deps, 'read_registry');
    const agency = await findAgencyByOri(pool, request.params.ori);
    if (agency === null) throw new GatewayError('not_found', 'no agency of the registry has this ORI');
    response.set('ETag', etagOf(agency)).json(await present(agency));
  });

  router.post('/v1/agencies', async (request, response) => {
    const administrator = await requireAdministrator(request, deps, 'change_agency');
    await answerOnce(deps, request, response, administrator, async () => {
      const fields = toFields(parseBody(request, validateAgency));
      const agency = await registerAgency(deps, fields, administrator);
      return { status: 201, body: await present(agency), location: `/v1/agencies/${agency.ori}` };
    });
  });

  router.patch('/v1/agencies/:ori', async (request, response) => {
    const administrator = await requireAdministrator(request, lowering, 'lower_agency');
    const { reason = '', encryptionKey, ...change } = parseBody(request, validateAgencyChange);
    if (encryptionKey) validateEncryptionKey(encryptionKey);
    const changed = await changeAgency(lowering, {
      ori: request.params.ori,
      change: toChange(change),
      encryptionKey,
      reason,
      by: administrator,
      mayRaise: () => administratorOf(administrator, 'change_agency', lowering),
      ifMatch: matchOf(request),
    });
    const { agency, lowered } = changed;
    const freed = await countFreed(lowering.pool, agency.id);
    response.set('ETag', etagOf(agency)).json({ ...(await present(agency, lowering.pool)), lowered, freed });
  });

  return router;
}

function matchOf(request: Request): string | null {
  const header = request.get('If-Match');
  return header === undefined || header === '*' ? null : header;
}
