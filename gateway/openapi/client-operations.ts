/** Who may sign in. */
import { validateSearch } from '../clients/client-search.schema.ts';
import { reasonSchema } from '../http/reason.schema.ts';
import { lowering } from './answers.ts';
import { json, type Operation } from './operation.ts';
import { object, oneOf, orNull, page, type Schema, text, time, uuid } from './shapes.ts';

const scope = 'alpr.admin';

const client = object({
  id: text,
  agency: text,
  issuer: text,
  clientId: text,
  ori: text,
  personId: orNull(uuid),
  status: oneOf('active', 'removed'),
  registeredAt: time,
});

export const clientOperations: readonly Operation[] = [
  {
    method: 'get',
    path: '/v1/clients',
    summary: 'Clients that may sign in, and those that were removed.',
    scope,
    search: validateSearch.schema as Schema,
    answers: { 200: json('A page.', { $id: 'Clients', ...page('clients', client) }) },
  },
  {
    method: 'post',
    path: '/v1/clients/{id}/remove',
    summary: 'Let a client sign in no more, now, on every node.',
    scope,
    body: reasonSchema,
    answers: {
      200: json('Removed.', {
        $id: 'RemovedClient',
        ...object({ id: text, status: oneOf('removed'), ...lowering }),
      }),
    },
  },
];
