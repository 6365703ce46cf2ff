/** An agency as administrators send it, whole when registered, in part when changed; and as the registry shows it. */
import { AGENCY_STATUSES, type AgencyStatus } from '../../../sharing-rules/terms/agency.ts';
import { AGENCY_CLASSES, type AgencyClass } from '../../../sharing-rules/terms/agency-classes.ts';
import { STATES } from '../../../sharing-rules/terms/states.ts';
import { limitSchema } from '../../http/parse-search.ts';
import { compileSchema } from '../../http/schema.ts';
import { lowering, reasons } from '../../http/schemas/answers.ts';
import { name as nameOf } from '../../http/schemas/name.ts';
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
  type TypesOf,
  text,
} from '../../http/schemas/shapes.ts';
import {
  agreementSchema,
  certificationSchema,
  shownAgreement,
  shownCertification,
} from './agreement.schema.ts';

const classes = AGENCY_CLASSES.map((rule) => rule.class);

export const ori: Shape<string> = { type: 'string', pattern: '^[A-Z]{2}[A-Z0-9]{7}$' };
const oris: Shape<readonly string[]> = {
  ...{ type: 'array', items: ori, minItems: 1, maxItems: 200, uniqueItems: true },
};
const name = nameOf(200);
const agencyClass: Shape<AgencyClass> = { enum: classes };
const state: Shape<string> = { enum: STATES };
const county = nameOf(100);
const status: Shape<AgencyStatus> = { enum: AGENCY_STATUSES };
const roster: Shape<number> = { type: 'integer', minimum: 0, maximum: 1_000_000 };
/** Public JWK (RFC 7517) that answers are encrypted for. Which members it must have is for the check of the key to say. */
const encryptionKey: Shape<object | null> = { type: ['object', 'null'] };
const reason: Shape<string> = { type: 'string', maxLength: 500 };

const fields = {
  oris,
  name,
  class: agencyClass,
  state,
  county: orNull(county),
  boundByArticle74: flag,
  has287g: flag,
  federalMembers: flag,
  status,
  roster,
  agreement: orNull(agreementSchema),
  certification: orNull(certificationSchema),
};

// Nothing that decides about access has a default.
export const agencySchema = object(
  { ori, ...fields },
  'oris',
  'county',
  'roster',
  'agreement',
  'certification',
);
/** Members that are not sent stay as they are; a key that is null is taken away. Why: for the log entry's detail. */
const change = partial({ ...fields, encryptionKey, reason });

export type AgencyBody = TypeOf<typeof agencySchema>;
export type AgencyChangeBody = TypeOf<typeof change>;

export const validateAgency = compileSchema<AgencyBody>({ $id: 'Agency', ...agencySchema });
export const validateAgencyChange = compileSchema<AgencyChangeBody>({
  $id: 'AgencyChange',
  minProperties: 1,
  ...change,
});

/** Filters of the registry's list, as parameters of a URL. */
export const validateSearch = compileSchema(
  partial({
    class: oneOf(...classes),
    status: oneOf(...AGENCY_STATUSES),
    county: { type: 'string', maxLength: 100 } as Shape<string>,
    name: { type: 'string', maxLength: 200 } as Shape<string>,
    after: { type: 'string', pattern: '^[A-Z0-9]{9}$' } as Shape<string>,
    limit: limitSchema,
  }),
);

const kept = {
  ori: text,
  oris: list(text),
  name: text,
  class: text,
  state: text,
  county: orNull(text),
  boundByArticle74: flag,
  has287g: flag,
  federalMembers: flag,
  status: oneOf(...AGENCY_STATUSES),
  roster: count,
  agreement: orNull(shownAgreement),
  certification: orNull(shownCertification),
};
/** With what the registry answers for it now. */
const listed = { ...kept, epoch: count, eligible: flag, reasons };
const withKey = { ...listed, encryptionKey: orNull({ type: 'object' } as Shape<object>) };

/** What a log entry, too, keeps of an agency. */
export type KeptAgency = TypesOf<typeof kept>;
export const listedAgency = object(listed);
export const shownAgency = { $id: 'RegisteredAgency', ...object(withKey) };
export const changedAgency = {
  $id: 'ChangedAgency',
  ...object({ ...withKey, lowered: orNull(object(lowering)), freed: count }),
};

export const rosterProposed = {
  $id: 'RosterProposed',
  ...object({ status: oneOf('proposed'), index: count }),
};

export type RosterProposed = TypeOf<typeof rosterProposed>;
export type ShownAgency = TypeOf<typeof shownAgency>;
export type ChangedAgency = TypeOf<typeof changedAgency>;
