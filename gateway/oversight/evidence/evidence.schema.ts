/** Evidence of one release: how it is ordered, and how it is given. */
import { compileSchema } from '../../http/schema.ts';
import { receipt } from '../../http/schemas/answers.ts';
import {
  count,
  flag,
  list,
  object,
  oneOf,
  orNull,
  type Shape,
  type TypeOf,
  text,
  time,
  uuid,
} from '../../http/schemas/shapes.ts';
import { shownRead } from '../../reads/sources/shown-read.schema.ts';

const caseNumber: Shape<string> = { type: 'string', minLength: 1, maxLength: 64 };

/** Beyond it the database has no such number either. */
const index: Shape<number> = { type: 'integer', minimum: 0, maximum: Number.MAX_SAFE_INTEGER };

/** Index and case number are both required, so that nobody can browse what was released. */
export const validateEvidenceOrder = compileSchema({
  $id: 'EvidenceOrder',
  ...object({ index, caseNumber, format: oneOf('csv', 'json', 'print') }, 'format'),
});

export const evidence = {
  $id: 'Evidence',
  ...object({
    ...{ releaseId: uuid, index: count, agency: text, records: count, exportIndex: count, releasedAt: time },
    // Whether the reads are exactly those that left: some may have expired since.
    asReleased: flag,
    officer: orNull(object({ id: text, name: text, ori: text })),
    agencyName: text,
    // Whose reads these are; the name where the registry has it.
    sharedBy: object({ ori: text, name: orNull(text) }),
    ...{ madeBy: text, madeAt: time },
    ...{ purpose: text, caseNumber: orNull(text), justification: orNull(text), plate: orNull(text) },
    /** Tells in one sentence what the officer stated. */
    incident: orNull(text),
    ...{ from: time, to: time, reads: list(shownRead), receipt, exportReceipt: receipt },
  }),
};

export type ShownEvidence = TypeOf<typeof evidence>;
