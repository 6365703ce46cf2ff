/** Declares the question to several agencies at once, and its answer. */
import { compileSchema } from '../../http/schema.ts';
import { foundWords, receipt } from '../../http/schemas/answers.ts';
import {
  count,
  flag,
  list,
  object,
  oneOf,
  orNull,
  type Shape,
  text,
  uuid,
} from '../../http/schemas/shapes.ts';
import { type QueryBody, querySchema } from '../../query/query.schema.ts';
import { shownRead } from '../../reads/sources/shown-read.schema.ts';
import type { PeerRead } from './peer-read.ts';

const ORI: Shape<string> = { type: 'string', pattern: '^[A-Z0-9]{9}$' };
const { area: _area, asker: _asker, plate, ...shared } = querySchema.properties;

export type AskBody = Omit<QueryBody, 'area' | 'asker' | 'plate'> & {
  readonly plate: NonNullable<QueryBody['plate']>;
  readonly at: readonly string[];
};

export const validateAsk = compileSchema<AskBody>({
  $id: 'Ask',
  type: 'object',
  additionalProperties: false,
  required: ['purpose', 'plate', 'from', 'to', 'at'],
  properties: {
    ...shared,
    // A part of a plate, as an area, finds others: only who owns the reads searches for that.
    plate: { ...plate, properties: { ...plate.properties, match: { enum: ['exact', 'lookalike'] } } },
    at: {
      type: 'array',
      description: 'The agencies that are asked, each once.',
      minItems: 1,
      maxItems: 10,
      uniqueItems: true,
      items: ORI,
    },
  },
});

export const validateNextOf = compileSchema({
  $id: 'NextOf',
  ...object({ ori: ORI }),
});

const stated = object(
  { code: text, clause: text, detail: text, found: list(foundWords), whatToDo: text },
  ...(['detail', 'found', 'whatToDo'] as const),
);

export const OUTCOMES = ['released', 'held', 'refused', 'no_answer', 'unproven', 'pending'] as const;
export type AskOutcome = (typeof OUTCOMES)[number];

const answer = object(
  {
    ori: text,
    outcome: oneOf(...OUTCOMES),
    order: oneOf('proved', 'not_proved'),
    reads: list(shownRead),
    more: flag,
    obligations: list(object({ code: text, at: count }, 'at')),
    reasons: list(stated),
    receipt,
    queryId: text,
    entry: orNull(object({ origin: text, index: count })),
  },
  ...(['reads', 'more', 'obligations', 'reasons', 'receipt', 'queryId'] as const),
);

export const askAnswer = {
  $id: 'AskAnswer',
  ...object({ askId: uuid, transaction: text, answers: list(answer), receipt: orNull(receipt) }),
};

export const heldAsk = {
  $id: 'HeldAsk',
  ...object({ askId: uuid, status: oneOf('held'), reasons: list(stated), receipt }),
};

type Stated = typeof answer extends Shape<infer Row> ? Row : never;
/** One agency's part. Reads of others are of their own type. */
export type AskRowAnswer = Omit<Stated, 'reads'> & { readonly reads?: readonly (PeerRead | object)[] };
