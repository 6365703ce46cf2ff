/** Describes what records offices are asked and answer: bodies, searches, and a check as it is shown. */
import { DIFFERENCES } from '../../../sharing-rules/records/compare-answer.ts';
import { RECORDS_HOLDS } from '../../../sharing-rules/terms/decision.ts';
import { OFFENSE_SYSTEMS } from '../../../sharing-rules/terms/query.ts';
import { limitSchema } from '../../http/parse-search.ts';
import { WORDS } from '../../http/reason.schema.ts';
import { compileSchema } from '../../http/schema.ts';
import {
  count,
  day,
  flag,
  list,
  month,
  object,
  oneOf,
  orNull,
  page,
  partial,
  type Shape,
  type TypeOf,
  text,
  time,
  uuid,
} from '../../http/schemas/shapes.ts';
import { RECORDS_OUTCOMES } from './records-checks-store.ts';

const agency: Shape<string> = { type: 'string', minLength: 1, maxLength: 32 };
/** Beyond it the database has no such number either. */
const index: Shape<number> = { type: 'integer', minimum: 0, maximum: Number.MAX_SAFE_INTEGER };
const code: Shape<string> = { type: 'string', minLength: 1, maxLength: 32 };
/** Without plates, names and case numbers. */
const note: Shape<string> = { type: 'string', minLength: 1, maxLength: 500, pattern: WORDS };

export const validateAuditRequest = compileSchema(object({ agency, month }, 'month'));

const offense = object({ system: oneOf(...OFFENSE_SYSTEMS), code });
const answer = object(
  { index, caseExists: flag, offense: orNull(offense), date: day, plateNamed: flag },
  ...(['offense', 'date'] as const),
);
type Answers = Shape<readonly TypeOf<typeof answer>[]>;
const answers: Answers = { type: 'array', minItems: 1, maxItems: 500, items: answer };

export const validateAnswers = compileSchema({ $id: 'RecordsAnswers', ...object({ answers }) });
export const validateExplanation = compileSchema({ $id: 'RecordsExplanation', ...object({ note }) });
export const validateClosing = compileSchema({
  $id: 'RecordsClosing',
  ...object({ outcome: oneOf(...RECORDS_OUTCOMES), note }),
});

const before: Shape<string> = { type: 'string', pattern: '^(?:0|[1-9][0-9]{0,14})$' };
export const validateChecksSearch = compileSchema(partial({ agency, before, limit: limitSchema }));

export const taken = { $id: 'RecordsAnswersTaken', ...object({ taken: count, differences: count }) };

const check = object({
  // Of the release.
  index: count,
  agency: text,
  month: text,
  requestedAt: orNull(time),
  answeredAt: orNull(time),
  // Until when it is to be answered or, where it differs, explained.
  due: orNull(time),
  differences: list(oneOf(...DIFFERENCES)),
  explanation: orNull(text),
  outcome: orNull(oneOf(...RECORDS_OUTCOMES)),
  report: orNull(uuid),
});

export type ShownCheck = TypeOf<typeof check>;

export const shownCheck = { $id: 'RecordsCheck', ...check };
export const shownChecks = { $id: 'RecordsChecks', ...page('checks', check) };

export const shownHolds = {
  $id: 'RecordsHolds',
  ...object({ agency: text, holds: list(object({ month: text, hold: oneOf(...RECORDS_HOLDS) })) }),
};
const status = (word: string) => object({ agency: text, status: oneOf(word), index: count });
export const lifted = { $id: 'RecordsHoldLifted', ...status('lifted') };
export const liftProposed = { $id: 'RecordsHoldLiftProposed', ...status('proposed') };
