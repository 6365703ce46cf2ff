/** Persons over HTTP: listed, removed. They are registered by the owner of the database. */
import type { Router } from 'express';
import { pageOf } from '../../http/page-of.ts';
import { parseBody } from '../../http/parse-body.ts';
import { limitOf, parseSearch } from '../../http/parse-search.ts';
import { pathId } from '../../http/path-id.ts';
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
import { validateSearch } from './person-search.schema.ts';
import { findPerson, findPersons, type RegisteredPerson } from './persons-store.ts';
import { removePerson } from './remove-person.ts';

export function personRoutes(deps: SignInDeps & AnswerLoweringDeps & HasLoweringSide): Router {
  const { pool } = deps;
  const lowering = onLoweringSide(deps);
  const router = strictRouter();

  router.get('/v1/persons', async (request, response) => {
    await requireAdministrator(request, deps, 'read_registry');
    const { agency: ori, limit: size, ...search } = parseSearch(request, validateSearch);
    const limit = limitOf(size);
    const filter = { ...search, ...(await agencyFilter(pool, ori)) };
    const found = await findPersons(pool, { ...filter, limit: limit + 1 });
    const { page, next } = pageOf(found, limit);
    response.json({ persons: page.map(present), next });
  });

  router.post('/v1/persons/:id/remove', (request, response) =>
    answerLowering(lowering, request, response, {
      action: 'remove_person',
      lower: async (by) => {
        const { reason } = parseBody(request, validateReason);
        const id = pathId(request.params.id, 'person');
        const result = await removePerson(lowering, { id, reason, ...by });
        return { status: 200, body: { id, status: 'removed', ...result } };
      },
      stands: async () =>
        (await findPerson(lowering.pool, pathId(request.params.id, 'person')))?.status === 'removed',
    }),
  );

  return router;
}

function present({ agencyId: _, registeredAt, ...person }: RegisteredPerson): object {
  return { ...person, registeredAt: registeredAt.toISOString() };
}
