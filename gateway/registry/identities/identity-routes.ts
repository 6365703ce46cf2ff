/** Who may sign in, over HTTP: clients, persons, and the issuers whose tokens are believed. */
import { IDENTITY_STATUSES } from '../../../sharing-rules/terms/statuses.ts';
import { pathId, pathNumber } from '../../http/path-id.ts';
import type { Route } from '../../http/routes/route.ts';
import { lowering } from '../../http/schemas/answers.ts';
import { count, flag, list, object, oneOf, orNull, text, time, uuid } from '../../http/schemas/shapes.ts';
import { findClient, findClients } from './clients-store.ts';
import {
  validateClientSearch,
  validateIssuerSearch,
  validatePersonSearch,
} from './identity-search.schema.ts';
import { findKnownIssuer, findKnownIssuers } from './issuers-store.ts';
import { findPerson, findPersons } from './persons-store.ts';
import { removeClient } from './remove-client.ts';
import { removeIssuer } from './remove-issuer.ts';
import { removePerson } from './remove-person.ts';
import { type IdentityDeps, routesOfIdentity } from './routes-of-identity.ts';

const status = oneOf(...IDENTITY_STATUSES);
const removed = { status: oneOf('removed'), ...lowering };

const clients = routesOfIdentity({
  what: 'client',
  name: 'Client',
  summaries: {
    list: 'Clients that may sign in, and those that were removed.',
    remove: 'Let a client sign in no more, now, on every node.',
  },
  search: validateClientSearch,
  facts: object({
    id: text,
    agency: text,
    issuer: text,
    clientId: text,
    ori: text,
    personId: orNull(uuid),
    status,
    registeredAt: time,
  }),
  removed: { $id: 'RemovedClient', ...object({ id: text, ...removed }) },
  removal: 'Removed.',
  idOf: pathNumber,
  find: findClient,
  findAll: findClients,
  remove: removeClient,
});

const persons = routesOfIdentity({
  what: 'person',
  name: 'Person',
  summaries: {
    list: 'Persons who may sign in, and those who were removed.',
    remove: 'Let a person sign in no more, now, on every node.',
  },
  search: validatePersonSearch,
  facts: object({
    id: uuid,
    agency: text,
    issuer: text,
    subject: text,
    name: text,
    roles: list(text),
    employeeId: orNull(text),
    status,
    registeredAt: time,
  }),
  removed: { $id: 'RemovedPerson', ...object({ id: uuid, ...removed }) },
  removal: 'Removed.',
  idOf: pathId,
  find: findPerson,
  findAll: findPersons,
  remove: removePerson,
});

const issuers = routesOfIdentity({
  what: 'issuer',
  name: 'Issuer',
  summaries: {
    list: 'Identity issuers whose tokens are believed, and those that were removed.',
    remove:
      'Believe no token of an issuer any more, now, on every node; whatever is under way to any agency is cut.',
  },
  search: validateIssuerSearch,
  facts: object({
    id: text,
    issuer: text,
    jwksUri: text,
    assertsRoles: flag,
    clients: count,
    persons: count,
    status,
    registeredAt: time,
  }),
  removed: {
    $id: 'RemovedIssuer',
    ...object({ id: text, issuersLeft: count, administratorsLeft: count, ...removed }),
  },
  removal: 'Removed. With no issuer or administrator left, nobody can sign in who could change it.',
  idOf: pathNumber,
  find: findKnownIssuer,
  findAll: findKnownIssuers,
  remove: removeIssuer,
});

export const IDENTITY_ROUTES: readonly Route<IdentityDeps>[] = [...clients, ...persons, ...issuers];
