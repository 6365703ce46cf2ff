/** Clients over HTTP: listed, removed. They are registered by the owner of the database. */
import type { Router } from 'express';
import { pageOf } from '../../http/page-of.ts';
import { parseBody } from '../../http/parse-body.ts';
import { limitOf, parseSearch } from '../../http/parse-search.ts';
import { pathNumber } from '../../http/path-id.ts';
import { validateReason } from '../../http/reason.schema.ts';
import { strictRouter } from '../../http/strict-router.ts';
import {
  type AnswerLoweringDeps,
  answerLowering,
  type HasLoweringSide,
  onLoweringSide,
} from '../../sign-in/answer-lowering.ts';
import { requireAdministrator, type SignInDeps } from '../../sign-in/require-administrator.ts';
import { agencyFilter } from '../agencies/agency-filter.ts';
import { validateSearch } from './client-search.schema.ts';
import { findClient, findClients, type RegisteredClient } from './clients-store.ts';
import { removeClient } from './remove-client.ts';

export function clientRoutes(deps: SignInDeps & AnswerLoweringDeps & HasLoweringSide): Router {
  const { pool } = deps;
  const lowering = onLoweringSide(deps);
  const router = strictRouter();

  router.get('/v1/clients', async (request, response) => {
    await requireAdministrator(request, deps, 'read_registry');
    const { agency: ori, limit: size, ...search } = parseSearch(request, validateSearch);
    const limit = limitOf(size);
    const filter = { ...search, ...(await agencyFilter(pool, ori)) };
    const found = await findClients(pool, { ...filter, limit: limit + 1 });
    const { page, next } = pageOf(found, limit);
    response.json({ clients: page.map(present), next });
  });

  router.post('/v1/clients/:id/remove', (request, response) =>
    answerLowering(lowering, request, response, {
      action: 'remove_client',
      lower: async (by) => {
        const { reason } = parseBody(request, validateReason);
        const id = pathNumber(request.params.id, 'client');
        const result = await removeClient(lowering, { id, reason, ...by });
        return { status: 200, body: { id, status: 'removed', ...result } };
      },
      stands: async () =>
        (await findClient(lowering.pool, pathNumber(request.params.id, 'client')))?.status === 'removed',
    }),
  );

  return router;
}

function present({ agencyId: _, registeredAt, ...client }: RegisteredClient): object {
  return { ...client, registeredAt: registeredAt.toISOString() };
}
