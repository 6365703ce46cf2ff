/** The filters of a search, as parameters of a URL or, where a plate is among them, as a body; and what it finds. */
import { EFFECTS, REASON_CODES } from '../../../sharing-rules/terms/decision.ts';
import { ENTRY_KINDS } from '../../audit/entry-kinds.ts';
import { limitSchema } from '../../http/parse-search.ts';
import { compileSchema } from '../../http/schema.ts';
import {
  base64,
  count,
  list,
  object,
  oneOf,
  orNull,
  partial,
  type Shape,
  type TypeOf,
  text,
  uuid,
} from '../../http/schemas/shapes.ts';

const id: Shape<string> = { type: 'string', pattern: '^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$' };
const time: Shape<string> = {
  type: 'string',
  maxLength: 40,
  anyOf: [{ format: 'date-time' }, { format: 'date' }],
};
const cursor: Shape<string> = { type: 'string', pattern: '^[0-9]{1,15}$' };

const filters = {
  /** Any ORI of the agency. */
  agency: { type: 'string', maxLength: 32 } as Shape<string>,
  kind: oneOf(...Object.keys(ENTRY_KINDS)),
  effect: oneOf(...EFFECTS),
  purpose: { type: 'string', maxLength: 64 } as Shape<string>,
  reason: oneOf(...REASON_CODES),
  officerId: id,
  releaseId: id,
  /** Inclusive. */
  from: time,
  /** Exclusive. */
  to: time,
};
const search = partial(filters);

export type AuditSearch = TypeOf<typeof search>;

const plate: Shape<string> = { type: 'string', minLength: 1, maxLength: 16 };
const limit: Shape<number> = { type: 'integer', minimum: 1, maximum: 200 };

export const validatePagedSearch = compileSchema(partial({ ...filters, cursor, limit: limitSchema }));
export const validateSearchBody = compileSchema({
  $id: 'AuditSearch',
  ...partial({ ...filters, plate, cursor, limit }),
});
export const validateExportSearch = compileSchema(partial({ ...filters, format: oneOf('ndjson', 'csv') }));

const facts = {
  index: count,
  at: text,
  kind: text,
  effect: orNull(oneOf(...EFFECTS)),
  agency: orNull(text),
  grant: orNull(text),
  epoch: count,
  officerId: orNull(uuid),
  purpose: orNull(text),
  reasonCodes: list(text),
  releaseId: orNull(uuid),
  commitment: text,
};
const part = orNull(object({ salt: base64, detail: text }));

export const listedEntry = object(facts);
/** With the exact texts and salts, from which anyone can compute commitment and leaf hash again. */
export const shownEntry = {
  $id: 'LogEntry',
  ...object({ ...facts, entry: text, leafHash: base64, asker: part, owner: part }),
};
