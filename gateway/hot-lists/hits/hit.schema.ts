/** Hits, as they are asked for and as they are shown. */
import { limitSchema } from '../../http/parse-search.ts';
import { compileSchema } from '../../http/schema.ts';
import { receipt } from '../../http/schemas/answers.ts';
import {
  anyObject,
  count,
  flag,
  list,
  object,
  oneOf,
  partial,
  text,
  time,
  uuid,
} from '../../http/schemas/shapes.ts';

const status = oneOf('unconfirmed', 'confirmed', 'dismissed');

export const validateHitSearch = compileSchema(partial({ since: time, limit: limitSchema }));

/** A release of its own for a partner; the owner's people are shown when it was matched. */
const hit = object(
  {
    hitId: uuid,
    status,
    verify: flag,
    list: text,
    entry: count,
    matchedAt: time,
    releaseId: uuid,
    reads: list(anyObject),
    receipt,
  },
  ...(['matchedAt', 'releaseId', 'receipt'] as const),
);

export const shownHits = { $id: 'Hits', ...object({ hits: list(hit), notice: text }, 'notice') };

export const decidedHit = { $id: 'DecidedHit', ...object({ hitId: uuid, status }) };
