/** Which persons may sign in. */
import { reasonSchema } from '../http/reason.schema.ts';
import { validateSearch } from '../persons/person-search.schema.ts';
import { lowering } from './answers.ts';
import { json, type Operation } from './operation.ts';
import { list, object, oneOf, page, type Schema, text, time, uuid } from './shapes.ts';

const scope = 'alpr.admin';

const person = object({
  id: uuid,
  agency: text,
  issuer: text,
  subject: text,
  name: text,
  roles: list(text),
  status: oneOf('active', 'removed'),
  registeredAt: time,
});

export const personOperations: readonly Operation[] = [
  {
    method: 'get',
    path: '/v1/persons',
    summary: 'Persons who may sign in, and those who were removed.',
    scope,
    search: validateSearch.schema as Schema,
    answers: { 200: json('A page.', { $id: 'Persons', ...page('persons', person) }) },
  },
  {
    method: 'post',
    path: '/v1/persons/{id}/remove',
    summary: 'Let a person sign in no more, now, on every node.',
    scope,
    body: reasonSchema,
    answers: {
      200: json('Removed.', {
        $id: 'RemovedPerson',
        ...object({ id: uuid, status: oneOf('removed'), ...lowering }),
      }),
    },
  },
];
