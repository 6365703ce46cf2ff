/** The document of an agreement between two gateways, as it is signed and as it crosses. */
import { AGREEMENT_STATUSES, AGREEMENT_WORDS } from '../../../sharing-rules/network/agreement-states.ts';
import { compileSchema } from '../../http/schema.ts';
import { name } from '../../http/schemas/name.ts';
import {
  count,
  list,
  object,
  oneOf,
  orNull,
  type Schema,
  type Shape,
  type TypeOf,
  text,
  time,
  uuid,
} from '../../http/schemas/shapes.ts';
import { bodyOf, shapesOf } from '../../http/schemas/terms.ts';
import { AGREEMENT_TERMS, OF_GIVEN, PARTY_TERMS } from './agreement.terms.ts';

export const AGREEMENT_TYPE = 'alpr-agreement/v1';

const sure: Shape<true> = { type: 'boolean', const: true };
const ori: Shape<string> = { type: 'string', pattern: '^[A-Z]{2}[A-Z0-9]{7}$' };

export const partyShape = object({ ori, name: name(200), ...shapesOf(PARTY_TERMS) });
/** Says what one of them gives the other. */
const given = object({ ...shapesOf(OF_GIVEN), officerMfa: sure });

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
    replaces: AGREEMENT_TERMS.replaces.shape,
  },
  'replaces',
);

/** A note and the agreement that it is about, as one gateway sends it to the other. */
export const validateSignedAgreement = compileSchema({
  $id: 'SignedAgreement',
  ...object({ agreement: agreementShape, note: text }),
});

const client = object({ id: AGREEMENT_TERMS.clientId.shape });
const terms = bodyOf(AGREEMENT_TERMS);

/** Describes a proposal: the terms alone, a whole document, or the file that the other side has made. */
export const validateProposedAgreement = compileSchema<{
  readonly terms?: TypeOf<typeof terms>;
  readonly agreement?: TypeOf<typeof agreementShape>;
  readonly note?: string;
  readonly client?: TypeOf<typeof client> | null;
}>({
  $id: 'ProposedAgreement',
  ...object(
    { terms, agreement: agreementShape, note: text, client: orNull(client) },
    'terms',
    'agreement',
    'note',
    'client',
  ),
  oneOf: [{ required: ['terms'] }, { required: ['agreement'] }],
});

export type AgreementTerms = TypeOf<typeof terms>;

const status = oneOf(...AGREEMENT_STATUSES);

export const shownAgreement = {
  $id: 'Agreement',
  ...object({
    id: text,
    status,
    ori: text,
    name: text,
    agreement: agreementShape,
    // To be compared by phone before anybody accepts.
    fingerprints: object({ agreement: text, logKey: text, otherLogKey: text }),
    notes: list(
      object({
        side: oneOf('ours', 'theirs'),
        word: oneOf(...AGREEMENT_WORDS),
        saidAt: time,
        note: text,
        entry: count,
        toldAt: orNull(time),
      }),
    ),
    // The client by which the other party signs in here.
    client: orNull(client),
    proposedBy: orNull(uuid),
    proposedByName: orNull(text),
    proposedAt: time,
    acceptedFirstBy: orNull(uuid),
    acceptedFirstByName: orNull(text),
    acceptedBy: orNull(uuid),
    acceptedByName: orNull(text),
    acceptedAt: orNull(time),
    endedBy: orNull(uuid),
    endedByName: orNull(text),
    endedAt: orNull(time),
    endedReason: orNull(text),
    // What the other side takes in; null before it is accepted here.
    file: orNull(object({ agreement: agreementShape, note: text, client: orNull(client) })),
  }),
};

export type ShownAgreement = TypeOf<typeof shownAgreement>;

export const shownAgreements = { $id: 'Agreements', ...object({ agreements: list(shownAgreement) }) };

/** Says where the receiver of a note stands, with its own notes. */
export const takenNote = { $id: 'TakenNote', ...object({ id: text, status, notes: list(text) }) };

export const validateTakenNote = compileSchema(takenNote);
