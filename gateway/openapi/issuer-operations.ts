/** Whose tokens are believed. */
import { reasonSchema } from '../http/reason.schema.ts';
import { validateSearch } from '../issuers/issuer-search.schema.ts';
import { lowering } from './answers.ts';
import { json, type Operation } from './operation.ts';
import { count, flag, object, oneOf, page, type Schema, text, time } from './shapes.ts';

const scope = 'alpr.admin';

const issuer = object({
  id: text,
  issuer: text,
  jwksUri: text,
  assertsRoles: flag,
  clients: count,
  persons: count,
  status: oneOf('active', 'removed'),
  registeredAt: time,
});

export const issuerOperations: readonly Operation[] = [
  {
    method: 'get',
    path: '/v1/issuers',
    summary: 'Identity issuers whose tokens are believed, and those that were removed.',
    scope,
    search: validateSearch.schema as Schema,
    answers: { 200: json('A page.', { $id: 'Issuers', ...page('issuers', issuer) }) },
  },
  {
    method: 'post',
    path: '/v1/issuers/{id}/remove',
    summary:
      'Believe no token of an issuer any more, now, on every node; whatever is under way to any agency is cut.',
    scope,
    body: reasonSchema,
    answers: {
      200: json('Removed. With no issuer or administrator left, nobody can sign in who could change it.', {
        $id: 'RemovedIssuer',
        ...object({
          id: text,
          status: oneOf('removed'),
          issuersLeft: count,
          administratorsLeft: count,
          ...lowering,
        }),
      }),
    },
  },
];
