/** The list of one's own refused queries, and one of them as it was asked. */
import { limitSchema } from '../../http/parse-search.ts';
import { compileSchema } from '../../http/schema.ts';
import { askersReasons, reasons, receipt } from '../../http/schemas/answers.ts';
import {
  anyObject,
  count,
  object,
  orNull,
  page,
  partial,
  type Shape,
  type TypeOf,
  text,
  time,
} from '../../http/schemas/shapes.ts';

/** The log index above which the page ends. */
const before: Shape<string> = { type: 'string', pattern: '^(?:0|[1-9][0-9]{0,14})$' };

export const validateOwnRefusals = compileSchema(partial({ before, limit: limitSchema }));

const shared = {
  // The log index of its entry.
  index: count,
  refusedAt: time,
};

export const ownRefusal = object({
  ...shared,
  purpose: text,
  caseNumber: orNull(text),
  plate: orNull(text),
  reasons,
});

export type ListedRefusal = TypeOf<typeof ownRefusal>;

export const ownRefusals = { $id: 'OwnRefusals', ...page('refusals', ownRefusal) };

export const shownRefusal = {
  $id: 'OwnRefusal',
  ...object({ ...shared, query: anyObject, detail: text, reasons: askersReasons, receipt }),
};

export type ShownRefusal = TypeOf<typeof shownRefusal>;
