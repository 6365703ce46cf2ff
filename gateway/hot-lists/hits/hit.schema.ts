/** Hits, as they are asked for and as they are shown. */
import { afterSchema, limitSchema } from '../../http/parse-search.ts';
import { compileSchema } from '../../http/schema.ts';
import { receipt } from '../../http/schemas/answers.ts';
import {
  count,
  flag,
  list,
  object,
  oneOf,
  orNull,
  partial,
  type TypeOf,
  text,
  time,
  uuid,
} from '../../http/schemas/shapes.ts';
import { shownRead } from '../../reads/sources/shown-read.schema.ts';

const status = oneOf('unconfirmed', 'confirmed', 'dismissed');

export const validateHitSearch = compileSchema(
  partial({ since: time, after: afterSchema, limit: limitSchema }),
);

/** Why a plate is looked for, as its list or its standing query has it. */
const why = object({
  agency: orNull(text),
  purpose: orNull(text),
  caseNumber: orNull(text),
  justification: orNull(text),
  officer: orNull(object({ id: text, name: text, ori: text })),
  kind: orNull(text),
  category: orNull(text),
  reference: orNull(text),
  originator: orNull(text),
  note: orNull(text),
});

/** A release of its own for a partner; the owner's people are shown when it was matched, and why. */
export const shownHit = object(
  {
    hitId: uuid,
    status,
    verify: flag,
    list: text,
    listId: uuid,
    entry: count,
    matchedAt: time,
    why,
    releaseId: uuid,
    reads: list(shownRead),
    receipt,
  },
  ...(['matchedAt', 'why', 'releaseId', 'receipt'] as const),
);

/** A notice for a partner; `after` of the next page for the owner's people. */
export const shownHits = {
  $id: 'Hits',
  ...object({ hits: list(shownHit), notice: text, next: orNull(uuid) }, 'notice', 'next'),
};

export const decidedHit = { $id: 'DecidedHit', ...object({ hitId: uuid, status, index: count }) };

export type ShownHit = TypeOf<typeof shownHit>;
