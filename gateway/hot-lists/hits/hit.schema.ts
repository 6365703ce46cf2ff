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
  type Shape,
  type TypeOf,
  text,
  time,
  uuid,
} from '../../http/schemas/shapes.ts';
import { shownRead } from '../../reads/sources/shown-read.schema.ts';
import { caution, shownOtherVehicle } from '../lists/hit-warnings.ts';
import { WRONG } from '../lists/hits-store.ts';

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

const report = object({
  agency: text,
  officer: text,
  is: oneOf(...WRONG),
  note: orNull(text),
  at: time,
  inThirtyDays: count,
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
    /** Names the officers who reported such a hit as wrong; shown to the owner's people only. */
    reports: list(report),
    /** Says how the hits of this plate and entry were found or reported to be wrong. */
    caution,
    /** Says that the camera saw another kind of vehicle than the entry names. */
    otherVehicle: shownOtherVehicle,
    releaseId: uuid,
    reads: list(shownRead),
    receipt,
  },
  ...(['matchedAt', 'why', 'reports', 'caution', 'otherVehicle', 'releaseId', 'receipt'] as const),
);

/** A notice for a partner; `after` of the next page for the owner's people. */
export const shownHits = {
  $id: 'Hits',
  ...object({ hits: list(shownHit), notice: text, next: orNull(uuid) }, 'notice', 'next'),
};

export const decidedHit = { $id: 'DecidedHit', ...object({ hitId: uuid, status, index: count }) };

export const shownOneHit = { $id: 'Hit', ...shownHit };

export const validateWrong = compileSchema({
  $id: 'WrongHit',
  ...object({ is: oneOf(...WRONG), note: { ...text, maxLength: 300 } as Shape<string> }, 'note'),
});

export const wrongAnswer = {
  $id: 'WrongHitNoted',
  ...object({
    hitId: uuid,
    status: oneOf('dismissed', 'reported_wrong'),
    caution: orNull(caution),
    index: count,
  }),
};

export const liftedAnswer = {
  $id: 'LiftedCaution',
  ...object({ hitId: uuid, status: oneOf('proposed', 'lifted'), index: count }),
};

export type ShownHit = TypeOf<typeof shownHit>;
