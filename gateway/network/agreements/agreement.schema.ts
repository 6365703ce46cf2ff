/** The document of an agreement between two gateways, as it is signed and as it crosses. */
import { DATA_CLASSES } from '../../../sharing-rules/terms/agency.ts';
import { APPROVED_CODES } from '../../../sharing-rules/terms/purposes.ts';
import { compileSchema } from '../../http/schema.ts';
import { name } from '../../http/schemas/name.ts';
import {
  object,
  oneOf,
  type Schema,
  type Shape,
  type TypeOf,
  text,
  time,
} from '../../http/schemas/shapes.ts';

export const AGREEMENT_TYPE = 'alpr-agreement/v1';
export const ID_OF_AGREEMENT = '^sha256:[0-9a-f]{64}$';

const address: Shape<string> = { type: 'string', format: 'uri', maxLength: 500 };
const ori: Shape<string> = { type: 'string', pattern: '^[A-Z]{2}[A-Z0-9]{7}$' };
const sure: Shape<true> = { type: 'boolean', const: true };
const some = <Word extends string>(words: readonly Word[]): Shape<readonly Word[]> => ({
  ...{ type: 'array', minItems: 1, maxItems: words.length, uniqueItems: true },
  items: oneOf(...words),
});
const upTo = (maximum: number): Shape<number> => ({ type: 'integer', minimum: 1, maximum });

export const partyShape = object({
  ori,
  name: name(200),
  resource: address,
  issuer: address,
  // A verifier key (C2SP signed-note).
  logKey: { type: 'string', minLength: 1, maxLength: 400 } as Shape<string>,
});

/** What one of them gives the other. */
const OF_GIVEN = {
  purposes: some(APPROVED_CODES),
  dataClasses: some(DATA_CLASSES),
  lookBackDays: upTo(30),
  dailyRecords: upTo(2_147_483_647),
  retentionDays: upTo(3_650),
  officerMfa: sure,
};
const given = object(OF_GIVEN);

type Both<S extends Schema> = readonly [TypeOf<S>, TypeOf<S>];

export const agreementShape = object(
  {
    type: oneOf(AGREEMENT_TYPE),
    parties: { type: 'array', items: partyShape, minItems: 2, maxItems: 2 } as Shape<Both<typeof partyShape>>,
    gives: { type: 'object', minProperties: 1, maxProperties: 2, additionalProperties: given } as Shape<
      Readonly<Record<string, TypeOf<typeof given>>>
    >,
    article74: sure,
    from: time,
    until: time,
    replaces: { type: 'string', pattern: ID_OF_AGREEMENT } as Shape<string>,
  },
  'replaces',
);

/** A note and the agreement that it is about, as one gateway sends it to the other. */
export const validateSignedAgreement = compileSchema({
  $id: 'SignedAgreement',
  ...object({ agreement: agreementShape, note: text }),
});
