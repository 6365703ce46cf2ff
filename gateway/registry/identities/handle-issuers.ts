/** Identity issuers over HTTP: listed, removed. They are registered by the owner of the database. */
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
import { validateSearch } from './issuer-search.schema.ts';
import { findKnownIssuer, findKnownIssuers, type KnownIssuer } from './issuers-store.ts';
import { removeIssuer } from './remove-issuer.ts';

export function issuerRoutes(deps: SignInDeps & AnswerLoweringDeps & HasLoweringSide): Router {
  const { pool } = deps;
  const lowering = onLoweringSide(deps);
  const router = strictRouter();

  router.get('/v1/issuers', async (request, response) => {
    await requireAdministrator(request, deps, 'read_registry');
    const { limit: size, ...search } = parseSearch(request, validateSearch);
    const limit = limitOf(size);
    const found = await findKnownIssuers(pool, { ...search, limit: limit + 1 });
    const { page, next } = pageOf(found, limit);
    response.json({ issuers: page.map(present), next });
  });

  router.post('/v1/issuers/:id/remove', (request, response) =>
    answerLowering(lowering, request, response, {
      action: 'remove_issuer',
      lower: async (by) => {
        const { reason } = parseBody(request, validateReason);
        const id = pathNumber(request.params.id, 'issuer');
        const result = await removeIssuer(lowering, { id, reason, ...by });
        return { status: 200, body: { id, status: 'removed', ...result } };
      },
      stands: async () =>
        (await findKnownIssuer(lowering.pool, pathNumber(request.params.id, 'issuer')))?.status === 'removed',
    }),
  );

  return router;
}

function present({ registeredAt, ...issuer }: KnownIssuer): object {
  return { ...issuer, registeredAt: registeredAt.toISOString() };
}
