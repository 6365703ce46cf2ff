/** Who may sign in: clients, persons, and the issuers whose tokens are believed. */

import { reasonSchema } from '../http/reason.schema.ts';
import { validateSearch as validateClientSearch } from '../registry/identities/client-search.schema.ts';
import { validateSearch as validateIssuerSearch } from '../registry/identities/issuer-search.schema.ts';
import { validateSearch as validatePersonSearch } from '../registry/identities/person-search.schema.ts';
import { lowering } from './answers.ts';
import { json, type Operation } from './operation.ts';
import { count, flag, list, object, oneOf, orNull, page, type Schema, text, time, uuid } from './shapes.ts';

const scope = 'alpr.admin';
const status = oneOf('active', 'removed');

const client = object({
  id: text,
  agency: text,
  issuer: text,
  clientId: text,
  ori: text,
  personId: orNull(uuid),
  status,
  registeredAt: time,
});

const person = object({
  id: uuid,
  agency: text,
  issuer: text,
  subject: text,
  name: text,
  roles: list(text),
  employeeId: orNull(text),
  status,
  registeredAt: time,
});

const issuer = object({
  id: text,
  issuer: text,
  jwksUri: text,
  assertsRoles: flag,
  clients: count,
  persons: count,
  status,
  registeredAt: time,
});

/** @param members beside those of every answer to what lowers a right */
function removed(what: string, $id: string, members: Readonly<Record<string, Schema>>): Operation['answers'] {
  return {
    200: json(what, { $id, ...object({ ...members, status: oneOf('removed'), ...lowering }) }),
  };
}

export const identityOperations: readonly Operation[] = [
  {
    method: 'get',
    path: '/v1/clients',
    id: 'listClients',
    action: 'read_registry',
    summary: 'Clients that may sign in, and those that were removed.',
    scope,
    search: validateClientSearch.schema as Schema,
    answers: { 200: json('A page.', { $id: 'Clients', ...page('clients', client) }) },
  },
  {
    method: 'post',
    path: '/v1/clients/{id}/remove',
    id: 'removeClient',
    action: 'remove_client',
    summary: 'Let a client sign in no more, now, on every node.',
    scope,
    body: reasonSchema,
    answers: removed('Removed.', 'RemovedClient', { id: text }),
  },
  {
    method: 'get',
    path: '/v1/persons',
    id: 'listPersons',
    action: 'read_registry',
    summary: 'Persons who may sign in, and those who were removed.',
    scope,
    search: validatePersonSearch.schema as Schema,
    answers: { 200: json('A page.', { $id: 'Persons', ...page('persons', person) }) },
  },
  {
    method: 'post',
    path: '/v1/persons/{id}/remove',
    id: 'removePerson',
    action: 'remove_person',
    summary: 'Let a person sign in no more, now, on every node.',
    scope,
    body: reasonSchema,
    answers: removed('Removed.', 'RemovedPerson', { id: uuid }),
  },
  {
    method: 'get',
    path: '/v1/issuers',
    id: 'listIssuers',
    action: 'read_registry',
    summary: 'Identity issuers whose tokens are believed, and those that were removed.',
    scope,
    search: validateIssuerSearch.schema as Schema,
    answers: { 200: json('A page.', { $id: 'Issuers', ...page('issuers', issuer) }) },
  },
  {
    method: 'post',
    path: '/v1/issuers/{id}/remove',
    id: 'removeIssuer',
    action: 'remove_issuer',
    summary:
      'Believe no token of an issuer any more, now, on every node; whatever is under way to any agency is cut.',
    scope,
    body: reasonSchema,
    answers: removed(
      'Removed. With no issuer or administrator left, nobody can sign in who could change it.',
      'RemovedIssuer',
      { id: text, issuersLeft: count, administratorsLeft: count },
    ),
  },
];
