/** The terms of a preservation, each declared once for the API, the commands and the pages. */
import { LONGEST_KEPT_DAYS, LONGEST_WINDOW_DAYS } from '../../../sharing-rules/preserving.ts';
import { reasonText } from '../../http/reason.schema.ts';
import { line } from '../../http/schemas/name.ts';
import { type Shape, time, uuid } from '../../http/schemas/shapes.ts';
import type { Terms } from '../../http/schemas/terms.ts';
import { type PurposeBody, querySchema } from '../../query/query.schema.ts';

const { purpose, plate } = querySchema.properties;

export const PRESERVATION_TERMS = {
  // Both optional in the schema, so that the refusal can say which to write.
  caseNumber: {
    shape: line(64),
    isOptional: true,
    label: 'Case number',
    hint: 'Of the case that the reads are kept for; they leave to no other.',
  },
  processId: {
    // No longer, since a format takes `urn:uuid:` before it.
    shape: { ...uuid, maxLength: 36 },
    isOptional: true,
    label: 'Served process',
    hint: 'If there is no case, the id that the register of served process shows. The reads are released for this process only.',
    flag: '--for-process <id>',
    option: 'id of the served process that the reads are kept for, in place of a case',
  },
  /** Has the same members as a query's purpose. */
  purpose: { shape: purpose as Shape<PurposeBody> },
  plate: { members: { number: { shape: plate.properties.number as Shape<string>, label: 'Plate' } } },
  from: {
    shape: time,
    label: 'From',
    flag: '--from <time>',
    option: 'beginning of the window, e.g. 2026-06-01T08:00:00Z',
  },
  to: {
    shape: time,
    label: 'To',
    hint: `The window is over, and at most ${LONGEST_WINDOW_DAYS} days long.`,
    flag: '--to <time>',
    option: `its end, which is over; at most ${LONGEST_WINDOW_DAYS} days after the beginning`,
  },
  until: {
    shape: time,
    label: 'Kept until the end of (UTC)',
    hint: `At most ${LONGEST_KEPT_DAYS} days ahead. Then the copies are erased, unless two persons have renewed it.`,
    flag: '--keep-until <time>',
    option: `how long the copies are kept, at most ${LONGEST_KEPT_DAYS} days ahead`,
  },
  reason: {
    shape: reasonText,
    label: 'Reason',
    hint: 'Why these reads must outlast their thirty days: which court, which date, which order. It is kept in the log.',
    flag: '--reason <text>',
    option: 'why the reads must outlast their thirty days; kept in the log entry',
  },
} as const satisfies Terms;

export const RENEWAL_TERMS = {
  until: PRESERVATION_TERMS.until,
  reason: PRESERVATION_TERMS.reason,
} as const satisfies Terms;
