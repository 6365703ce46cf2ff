/** The filters of a search, as parameters of a URL or, where a plate is among them, as a body; and what it finds. */
import { EFFECTS, REASON_CODES } from '../../../sharing-rules/terms/decision.ts';
import { ENTRY_KINDS } from '../../audit/entry-kinds.ts';
import { limitSchema } from '../../http/parse-search.ts';
import { compileSchema } from '../../http/schema.ts';
import { receipt } from '../../http/schemas/answers.ts';
import {
  base64,
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
  uuid,
} from '../../http/schemas/shapes.ts';
import { CONTRADICTIONS } from '../held/hold-against-log.ts';

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
/** The case number as it was typed, or in upper case. */
const caseNumber: Shape<string> = { type: 'string', minLength: 1, maxLength: 64 };
/** True if the list should also show the details of each entry. */
const details = flag;
/** The agency's own id of who asked, or was named; with `agency` where several agencies have it. */
const officer: Shape<string> = { type: 'string', minLength: 1, maxLength: 128 };
const personal = { plate, caseNumber, officer };
/** Certain entries, e.g. those that a report names. */
const indices: Shape<readonly number[]> = { type: 'array', minItems: 1, maxItems: 200, items: count };

export const validateSearchBody = compileSchema({
  $id: 'AuditSearch',
  ...partial({ ...filters, ...personal, indices, details, cursor, limit }),
});
const format = oneOf('ndjson', 'csv');
export const validateExportBody = compileSchema({
  $id: 'AuditExport',
  ...partial({ ...filters, ...personal, format }),
});
export const validateExportSearch = compileSchema(partial({ ...filters, format }));

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
/** True if what is kept matches the entry's commitment, null if details were erased; and what does not. */
const held = {
  proved: orNull(flag),
  altered: list(oneOf(...CONTRADICTIONS)),
};
const part = orNull(object({ salt: base64, detail: text }));

/** By those who may read it; null where the details were erased. */
export const said = object({
  officer: orNull(object({ reference: text, name: text })),
  plate: orNull(text),
  caseNumber: orNull(text),
  // What was stated by choosing, beside the words.
  incident: orNull(text),
  justification: orNull(text),
  records: orNull(count),
  by: orNull(text),
  reason: orNull(text),
});

/** The way in which a search by plate found the entry: it asked for that plate, or only released it. */
const plateWas = oneOf('asked_for', 'released');

export const listedEntry = object({ ...facts, ...held, plateWas, says: orNull(said) }, 'plateWas', 'says');

export type ListedEntry = TypeOf<typeof listedEntry>;
/** The details of an entry in a list, shown if its reader asked for them. */
export type Said = TypeOf<typeof said>;

/** Present if the newest entries could not be waited for: those from this index on, for so many seconds, are missing. */
const upTo = object({ entry: count, behind: { type: 'number', minimum: 0 } as Shape<number> });

/** A search by plate misses what left under another plate before `releasedPlatesSince`; null: nothing. */
export const foundEntries = object(
  { entries: list(listedEntry), next: orNull(text), releasedPlatesSince: orNull(text), upTo },
  'releasedPlatesSince',
  'upTo',
);
const whole = { ...facts, ...held, entry: text, leafHash: base64, asker: part, owner: part };

/** With the exact texts and salts, from which anyone can compute commitment and leaf hash again. */
export const shownEntry = object({ ...whole, plateWas }, 'plateWas');

/** One by itself also with the receipt, in the tree as it is now; null where the details were erased. */
export const provenEntry = { $id: 'LogEntry', ...object({ ...whole, receipt: orNull(receipt) }) };

export type ProvenEntry = TypeOf<typeof provenEntry>;
