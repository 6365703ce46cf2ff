/** An agency as administrators send it (whole, or in part to change it), and as the registry shows it. */
import { AGENCY_STATUSES } from '../../../sharing-rules/terms/agency.ts';
import { AGENCY_CLASSES } from '../../../sharing-rules/terms/agency-classes.ts';
import { limitSchema } from '../../http/parse-search.ts';
import { compileSchema } from '../../http/schema.ts';
import { lowering, reasons } from '../../http/schemas/answers.ts';
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
import { bodyOf, shapesOf } from '../../http/schemas/terms.ts';
import { AGENCY_TERMS, CHANGE_TERMS } from './agency.terms.ts';
import { shownAgreement, shownCertification } from './agreement.schema.ts';
import { AGREEMENT_FILE_TERMS } from './agreement.terms.ts';

/** Public JWK (RFC 7517) that answers are encrypted for; `validateEncryptionKey` checks its members. */
const encryptionKey: Shape<object | null> = { type: ['object', 'null'] };
const reason: Shape<string> = { type: 'string', maxLength: 500 };

export const agencySchema = bodyOf(AGENCY_TERMS);
/** Members that are not sent stay as they are; a null key is taken away. The reason is for the log entry. */
const change = partial({
  ...shapesOf(CHANGE_TERMS),
  ...shapesOf(AGREEMENT_FILE_TERMS),
  encryptionKey,
  reason,
});

export type AgencyBody = TypeOf<typeof agencySchema>;
export type AgencyChangeBody = TypeOf<typeof change>;

export const validateAgency = compileSchema<AgencyBody>({ $id: 'Agency', ...agencySchema });
export const validateAgencyChange = compileSchema<AgencyChangeBody>({
  $id: 'AgencyChange',
  minProperties: 1,
  ...change,
});

const ORI = '[A-Z0-9]{9}';
/** Number of agencies that can be asked for by name: as many as a page has. */
export const MOST_NAMED_ORIS = 200;

/** Filters of the registry's list, as parameters of a URL. */
export const validateSearch = compileSchema(
  partial({
    class: oneOf(...AGENCY_CLASSES.map((rule) => rule.class)),
    status: oneOf(...AGENCY_STATUSES),
    county: { type: 'string', maxLength: 100 } as Shape<string>,
    name: { type: 'string', maxLength: 200 } as Shape<string>,
    /** Main ORIs with commas between, at most `MOST_NAMED_ORIS`. */
    oris: { type: 'string', pattern: `^${ORI}(,${ORI}){0,${MOST_NAMED_ORIS - 1}}$` } as Shape<string>,
    after: { type: 'string', pattern: `^${ORI}$` } as Shape<string>,
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
/** The kept facts with what the registry answers for the agency now. */
const listed = { ...kept, epoch: count, eligible: flag, reasons };
const whole = {
  ...listed,
  encryptionKey: orNull({ type: 'object' } as Shape<object>),
  agreementFile: orNull(text),
};

/** The facts of an agency that a log entry keeps, too. */
export type KeptAgency = TypesOf<typeof kept>;
export const listedAgency = object(listed);
export const shownAgency = { $id: 'RegisteredAgency', ...object(whole) };
export const changedAgency = {
  $id: 'ChangedAgency',
  ...object({ ...whole, lowered: orNull(object(lowering)), freed: count }),
};

export const rosterProposed = {
  $id: 'RosterProposed',
  ...object({ status: oneOf('proposed'), index: count }),
};

export type RosterProposed = TypeOf<typeof rosterProposed>;
export type ShownAgency = TypeOf<typeof shownAgency>;
export type ChangedAgency = TypeOf<typeof changedAgency>;
