/** The routes of those who may sign in: clients, persons, and the issuers whose tokens are believed. */
import { pathId, pathNumber } from '../../http/path-id.ts';
import { validateReason } from '../../http/reason.schema.ts';
import { reply } from '../../http/routes/reply.ts';
import { json, type Route } from '../../http/routes/route.ts';
import { lowering } from '../../http/schemas/answers.ts';
import { count, flag, object, oneOf, text, uuid } from '../../http/schemas/shapes.ts';
import { admitted } from '../../sign-in/door.ts';
import { findClient, findClients } from './clients-store.ts';
import {
  clientFacts,
  issuerFacts,
  personFacts,
  validateClientSearch,
  validateIssuerSearch,
  validatePersonSearch,
} from './identity.schema.ts';
import { findKnownIssuer, findKnownIssuers } from './issuers-store.ts';
import { letAnswerRecords } from './let-answer-records.ts';
import { findPerson, findPersons } from './persons-store.ts';
import { reinstatePerson } from './reinstate-person.ts';
import { removeClient } from './remove-client.ts';
import { removeIssuer } from './remove-issuer.ts';
import { type IdentityDeps, routesOfIdentity } from './routes-of-identity.ts';
import { stopPerson } from './stop-person.ts';

/** The result; `halted` is true if sharing was halted since no Chief or auditor can sign in any more. */
const stopped = { halted: flag, ...lowering };

const clients = routesOfIdentity({
  what: 'client',
  name: 'Client',
  summary: 'Clients that may sign in, and those that were removed.',
  search: validateClientSearch,
  facts: clientFacts,
  idOf: pathNumber,
  find: findClient,
  findAll: findClients,
  stops: [
    {
      verb: 'remove',
      summary: 'Let a client sign in no more, now, on every node.',
      means: 'Removed.',
      done: { $id: 'RemovedClient', ...object({ id: text, status: oneOf('removed'), ...stopped }) },
      stop: removeClient,
    },
  ],
});

const answersRecords = admitted(
  {
    method: 'post',
    path: '/v1/clients/{id}/answer-records',
    id: 'letAnswerRecords',
    action: 'let_answer_records',
    summary:
      'Let a client answer for its agency’s records office (scope `alpr.records`); it asks nothing from then on.',
    body: validateReason,
    answers: {
      200: json('It answers.', {
        $id: 'RecordsClient',
        ...object({ id: text, status: oneOf('answers_records'), index: count }),
      }),
      202: json('Proposed, until another administrator asks the same.', {
        $id: 'RecordsClientProposed',
        ...object({ id: text, status: oneOf('proposed'), index: count }),
      }),
    },
  },
  async ({ body: { reason }, by, params }, deps: IdentityDeps) => {
    const id = pathNumber(params.id, 'client');
    const { index, isOpen } = await letAnswerRecords(deps, { id, reason, by });
    return isOpen
      ? reply({ id, status: 'proposed', index }, { status: 202 })
      : reply({ id, status: 'answers_records', index }, { status: 200 });
  },
);

const BY_TWO =
  'Proposed, as it takes two administrators to remove a Chief or an auditor, or to suspend the last who can sign in.';

const persons = routesOfIdentity({
  what: 'person',
  name: 'Person',
  summary: 'Persons who may sign in, and those who were suspended or removed.',
  search: validatePersonSearch,
  facts: personFacts,
  idOf: pathId,
  find: findPerson,
  findAll: findPersons,
  stops: [
    {
      verb: 'remove',
      summary: 'Let a person sign in no more, now, on every node.',
      means: 'Removed.',
      proposed: BY_TWO,
      done: { $id: 'RemovedPerson', ...object({ id: uuid, status: oneOf('removed'), ...stopped }) },
      stop: (deps, given) => stopPerson(deps, { ...given, status: 'removed' }),
    },
    {
      verb: 'suspend',
      summary: 'Let a person sign in no more until another one reinstates them, now, on every node.',
      means: 'Suspended.',
      proposed: BY_TWO,
      done: { $id: 'SuspendedPerson', ...object({ id: uuid, status: oneOf('suspended'), ...stopped }) },
      stop: (deps, given) => stopPerson(deps, { ...given, status: 'suspended' }),
    },
  ],
});

const reinstated = admitted(
  {
    method: 'post',
    path: '/v1/persons/{id}/reinstate',
    id: 'reinstatePerson',
    action: 'reinstate_person',
    summary: 'Let a suspended person sign in again.',
    body: validateReason,
    answers: {
      200: json('Reinstated.', {
        $id: 'ReinstatedPerson',
        ...object({ id: uuid, status: oneOf('active'), index: count }),
      }),
    },
  },
  async ({ body: { reason }, by, params }, deps: IdentityDeps) => {
    const id = pathId(params.id, 'person');
    return { id, status: 'active', index: await reinstatePerson(deps, { id, reason, by }) };
  },
  { stands: async ({ params }, { pool }) => (await findPerson(pool, params.id))?.status === 'active' },
);

const issuers = routesOfIdentity({
  what: 'issuer',
  name: 'Issuer',
  summary: 'Identity issuers whose tokens are believed, and those that were removed.',
  search: validateIssuerSearch,
  facts: issuerFacts,
  idOf: pathNumber,
  find: findKnownIssuer,
  findAll: findKnownIssuers,
  stops: [
    {
      verb: 'remove',
      summary:
        'Believe no token of an issuer any more, now, on every node; whatever is under way to any agency is cut.',
      means: 'Removed. With no issuer or administrator left, nobody can sign in who could change it.',
      done: {
        $id: 'RemovedIssuer',
        ...object({
          ...{ id: text, status: oneOf('removed'), issuersLeft: count, administratorsLeft: count },
          ...stopped,
        }),
      },
      stop: removeIssuer,
    },
  ],
});

export const IDENTITY_ROUTES: readonly Route<IdentityDeps>[] = [
  ...clients,
  answersRecords,
  ...persons,
  reinstated,
  ...issuers,
];
