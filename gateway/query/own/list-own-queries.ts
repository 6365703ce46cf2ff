/** `GET /v1/queries`: which queries of the asker wait, and what has come of those that waited. A person who may not ask sees none. */
import { tellIncident } from '../../../sharing-rules/incident/tell-incident.ts';
import { pageOf } from '../../http/page-of.ts';
import { limitOf } from '../../http/parse-search.ts';
import { bringUp } from '../../projections/up-to-now.ts';
import type { ShownOwnQuery } from './own-queries.schema.ts';
import { findOwnQueries, type OwnQuery } from './own-queries-store.ts';
import type { HeardAsker, WhoListsDeps } from './who-lists.ts';

export async function listOwnQueries(
  {
    by: { isHeard, subject },
    search: { after, limit: size },
  }: HeardAsker & { readonly search: { readonly after?: string; readonly limit?: string } },
  deps: WhoListsDeps,
): Promise<object> {
  const limit = limitOf(size);
  // Whether one was refused when collected is found by it; the others wait for no such thing.
  await bringUp(deps.pool);
  const found = isHeard ? await findOwnQueries(deps.pool, subject, { after, limit: limit + 1 }) : [];
  const { next, page } = pageOf(found, limit);
  return { queries: page.map(present), next };
}

function present({
  expiresAt,
  heldAgainAs,
  heldAt,
  id,
  query,
  ready,
  reasons,
  refusedIndex,
  status,
}: OwnQuery): ShownOwnQuery {
  const { plate, purpose } = query;
  return {
    ...{ queryId: id, status, ready, heldAgainAs, refusedIndex, purpose: purpose.code },
    caseNumber: purpose.caseNumber ?? null,
    plate: plate?.number ?? null,
    incident: tellIncident(purpose),
    reasons: reasons.map(({ clause, code, detail }) => ({
      ...{ code, clause },
      ...(detail === undefined ? {} : { detail }),
    })),
    heldAt: heldAt.toISOString(),
    expiresAt: expiresAt.toISOString(),
  };
}
