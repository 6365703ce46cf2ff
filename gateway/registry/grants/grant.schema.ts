/** A grant as an administrator proposes it, and as it is shown (design: "what the outside sees"). */
import { DATA_CLASSES, type DataClass, SHOWN_GRANT_STATUSES } from '../../../sharing-rules/terms/agency.ts';
import { limitSchema } from '../../http/parse-search.ts';
import { compileSchema } from '../../http/schema.ts';
import {
  count,
  list,
  object,
  oneOf,
  orNull,
  partial,
  type Shape,
  type TypeOf,
  type TypesOf,
  text,
  time,
  uuid,
} from '../../http/schemas/shapes.ts';
import {
  agreementSchema,
  certificationSchema,
  shownAgreement,
  shownCertification,
} from '../agencies/agreement.schema.ts';

/** Not held to the form of an ORI here: a malformed one is a decision with a reason code. */
const partner: Shape<string> = { type: 'string', minLength: 1, maxLength: 32 };
const purposes: Shape<readonly string[]> = {
  type: 'array',
  minItems: 1,
  maxItems: 64,
  uniqueItems: true,
  items: { type: 'string', minLength: 1, maxLength: 64 },
};
const dataClasses: Shape<readonly DataClass[]> = {
  type: 'array',
  minItems: 1,
  uniqueItems: true,
  items: { enum: DATA_CLASSES },
};
const lookBackDays: Shape<number> = { type: 'integer', minimum: 1, maximum: 30 };
const dailyRecords: Shape<number> = { type: 'integer', minimum: 1, maximum: 2_147_483_647 };
const validUntil: Shape<string> = {
  type: 'string',
  maxLength: 40,
  anyOf: [{ format: 'date-time' }, { format: 'date' }],
};

const proposal = object({
  ...{ partner, purposes, dataClasses, lookBackDays, dailyRecords, validUntil },
  agreement: agreementSchema,
  certification: certificationSchema,
});

export type GrantBody = TypeOf<typeof proposal>;

export const validateGrant = compileSchema<GrantBody>({ $id: 'GrantProposal', ...proposal });

/** What waits for no words of anybody. */
export const validateNothing = compileSchema<Record<string, never>>({
  $id: 'Nothing',
  type: 'object',
  additionalProperties: false,
});

/** Filters of the list of grants, as parameters of a URL. */
export const validateSearch = compileSchema(
  partial({
    partner: { type: 'string', maxLength: 32 } as Shape<string>,
    status: oneOf(...SHOWN_GRANT_STATUSES),
    after: { type: 'string', format: 'uuid', pattern: '^[0-9a-f-]{36}$' } as Shape<string>,
    limit: limitSchema,
  }),
);

/** What the two persons of a grant agree on; a proposal is in force from its approval on. */
const terms = {
  purposes: list(text),
  dataClasses: list(oneOf(...DATA_CLASSES)),
  lookBackDays: count,
  dailyRecords: count,
  validFrom: orNull(time),
  validUntil: time,
  agreement: shownAgreement,
  certification: shownCertification,
};

export type GrantTerms = TypesOf<typeof terms>;

/** With who did what and when. */
export const shownGrant = {
  $id: 'Grant',
  ...object({
    id: uuid,
    partner: text,
    partnerName: text,
    status: oneOf(...SHOWN_GRANT_STATUSES),
    ...terms,
    proposedBy: uuid,
    proposedByName: text,
    proposedAt: time,
    approvedBy: orNull(uuid),
    approvedByName: orNull(text),
    approvedAt: orNull(time),
    endedBy: orNull(uuid),
    endedByName: orNull(text),
    endedAt: orNull(time),
    endedReason: orNull(text),
    endedIndex: orNull(count),
  }),
};

export type ShownGrant = TypeOf<typeof shownGrant>;
