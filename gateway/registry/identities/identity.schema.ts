/** Clients, persons and issuers as their lists show them, and the filters of these lists, as parameters of a URL. */
import { IDENTITY_STATUSES } from '../../../sharing-rules/terms/statuses.ts';
import { limitSchema } from '../../http/parse-search.ts';
import { compileSchema } from '../../http/schema.ts';
import {
  count,
  flag,
  list,
  object,
  oneOf,
  orNull,
  partial,
  type Shape,
  type TypeOf,
  text,
  time,
  uuid,
} from '../../http/schemas/shapes.ts';

const agency: Shape<string> = { type: 'string', maxLength: 32 };
const number: Shape<string> = { type: 'string', pattern: '^[1-9][0-9]{0,17}$' };
const personId: Shape<string> = { type: 'string', format: 'uuid', pattern: '^[0-9a-f-]{36}$' };

/** @param after id of the last one of the page before, in the form that the ids of this kind have */
const ofAll = (after: Shape<string>) => ({ status: oneOf(...IDENTITY_STATUSES), after, limit: limitSchema });

export const validateClientSearch = compileSchema(partial({ agency, ...ofAll(number) }));
export const validatePersonSearch = compileSchema(partial({ agency, ...ofAll(personId) }));
/** The filters of issuers, which belong to no agency. */
export const validateIssuerSearch = compileSchema(partial(ofAll(number)));

const status = oneOf(...IDENTITY_STATUSES);

export const clientFacts = object({
  id: text,
  agency: text,
  issuer: text,
  clientId: text,
  ori: text,
  personId: orNull(uuid),
  answersRecords: flag,
  status,
  registeredAt: time,
});

export const personFacts = object({
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

export const issuerFacts = object({
  id: text,
  issuer: text,
  jwksUri: text,
  assertsRoles: flag,
  clients: count,
  persons: count,
  status,
  registeredAt: time,
});

export type ClientView = TypeOf<typeof clientFacts>;
export type PersonView = TypeOf<typeof personFacts>;
export type IssuerView = TypeOf<typeof issuerFacts>;
