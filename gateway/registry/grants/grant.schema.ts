/** A grant as an administrator proposes it, and as it is shown. */
import { DATA_CLASSES, SHOWN_GRANT_STATUSES } from '../../../sharing-rules/terms/agency.ts';
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
import { bodyOf } from '../../http/schemas/terms.ts';
import { shownAgreementOfGrant, shownCertification } from '../agencies/agreement.schema.ts';
import { SENT_TERMS } from './grant.terms.ts';

const proposal = bodyOf(SENT_TERMS);

export type GrantBody = TypeOf<typeof proposal>;

export const validateGrant = compileSchema<GrantBody>({ $id: 'GrantProposal', ...proposal });

/** Validates the empty body of an act that needs no words. */
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

/** The terms that the two persons of a grant agree on; a proposal is in force from its approval on. */
const terms = {
  purposes: list(text),
  dataClasses: list(oneOf(...DATA_CLASSES)),
  lookBackDays: count,
  dailyRecords: count,
  validFrom: orNull(time),
  validUntil: time,
  agreement: shownAgreementOfGrant,
  // Null of the owner's own use.
  certification: orNull(shownCertification),
};

export type GrantTerms = TypesOf<typeof terms>;

export const shownGrant = {
  $id: 'Grant',
  ...object(
    {
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
      // Where grants are read: log indices of the entries that tell of it, while their details are kept.
      proposedIndex: orNull(count),
      approvedIndex: orNull(count),
    },
    ...(['proposedIndex', 'approvedIndex'] as const),
  ),
};

export type ShownGrant = TypeOf<typeof shownGrant>;
