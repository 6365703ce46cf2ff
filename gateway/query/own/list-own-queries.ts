/** `GET /v1/queries`: which queries of the asker wait, and what has come of those that waited. A person who may not ask sees none. */
import type { ValidateFunction } from 'ajv';
import type { Request, Response } from 'express';
import { tellIncident } from '../../../sharing-rules/incident/tell-incident.ts';
import { pageOf } from '../../http/page-of.ts';
import { limitOf, parseSearch } from '../../http/parse-search.ts';
import type { TypeOf } from '../../http/schemas/shapes.ts';
import type { ownQuery } from './own-queries.schema.ts';
import { findOwnQueries, type OwnQuery } from './own-queries-store.ts';
import { type WhoListsDeps, whoLists } from './who-lists.ts';

interface Declared {
  readonly scope: string;
  readonly search: ValidateFunction<{ readonly after?: string; readonly limit?: string }>;
}

export async function listOwnQueries(
  request: Request,
  response: Response,
  deps: WhoListsDeps,
  { scope, search }: Declared,
): Promise<void> {
  const { isHeard, subject } = await whoLists(request, response, deps, scope);
  const { after, limit: size } = parseSearch(request, search);
  const limit = limitOf(size);
  const found = isHeard ? await findOwnQueries(deps.pool, subject, { after, limit: limit + 1 }) : [];
  const { next, page } = pageOf(found, limit);
  response.set('Cache-Control', 'no-store').json({ queries: page.map(present), next });
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
}: OwnQuery): TypeOf<typeof ownQuery> {
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
