/** Hot lists and their entries, as they are asked for and as they are shown. */

import { compileSchema } from '../../http/schema.ts';
import { receipt } from '../../http/schemas/answers.ts';
import {
  anyObject,
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
import { CURSOR_PATTERN } from './change-cursor.ts';

/** `since`: the `next` of the page before. */
export const validateSince = compileSchema(
  partial({ since: { type: 'string', pattern: CURSOR_PATTERN } as Shape<string> }),
);

/** A list as the owner's people see it; a partner sees less. */
const facts = object(
  {
    id: uuid,
    name: text,
    kind: oneOf('imported', 'standing'),
    purpose: orNull(text),
    entries: count,
    importedAt: orNull(time),
    layout: orNull(text),
    restricted: count,
    counts: orNull(anyObject),
    asks: orNull(text),
    ofPartner: flag,
    lookalike: flag,
  },
  ...(['layout', 'restricted', 'counts', 'asks', 'ofPartner', 'lookalike'] as const),
);

export const shownList = { $id: 'HotList', ...facts };

export type ShownList = TypeOf<typeof shownList>;

export const shownLists = { $id: 'HotLists', ...object({ hotLists: list(facts) }) };

export const shownEntries = {
  $id: 'HotListEntries',
  ...object({
    releaseId: uuid,
    list: object({ id: uuid, name: text }),
    entries: list(anyObject),
    next: text,
    more: flag,
    notice: text,
    receipt,
  }),
};
