/** Declares the bodies and answers of served process: registering, acting on it, showing it. */
import {
  DUTIES,
  DUTY_STATUSES,
  PROCESS_KINDS,
  PROCESS_STATUSES,
} from '../../../sharing-rules/served-process.ts';
import { afterSchema, limitSchema } from '../../http/parse-search.ts';
import { compileSchema } from '../../http/schema.ts';
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
import { shapesOf } from '../../http/schemas/terms.ts';
import { PROCESS_TERMS } from './process.terms.ts';

const { scope: inMembers, ...shapes } = shapesOf(PROCESS_TERMS);

/** Takes the scope as one text or in parts. Only codes and times are kept of either. */
const scope: Shape<string | TypeOf<typeof inMembers>> = {
  anyOf: [{ type: 'string', minLength: 1, maxLength: 2000, pattern: '\\S' }, inMembers],
};
const duties = list(object({ duty: oneOf(...DUTIES), by: PROCESS_TERMS.servedAt.shape }));

const body = object({ ...shapes, scope, duties }, 'documentSha256');

export type ProcessBody = TypeOf<typeof body>;

export const validateProcess = compileSchema({ $id: 'ServedProcess', ...body });

const note: Shape<string> = { type: 'string', minLength: 1, maxLength: 500, pattern: '\\S' };

export const validateDone = compileSchema({ $id: 'DutyDone', ...partial({ note }) });

/** The lists that can be asked for. */
export const PROCESS_SEARCHES = ['overdue', ...PROCESS_STATUSES] as const;

export const validateProcessSearch = compileSchema(
  partial({ status: oneOf(...PROCESS_SEARCHES), after: afterSchema, limit: limitSchema }),
);

const shownDuty = object({
  duty: oneOf(...DUTIES),
  by: time,
  status: oneOf(...DUTY_STATUSES),
  doneAt: orNull(time),
  doneByName: orNull(text),
  note: orNull(text),
  /** When the gateway found it overdue. */
  alarmedAt: orNull(time),
});

export const shownProcess = {
  $id: 'ShownProcess',
  ...object({
    id: uuid,
    kind: oneOf(...PROCESS_KINDS),
    issuer: text,
    servedAt: time,
    status: oneOf(...PROCESS_STATUSES),
    // How many persons and plates: the names and plates themselves are kept nowhere.
    scope: object({ persons: count, plates: count, inWords: flag, from: orNull(time), to: orNull(time) }),
    documentSha256: orNull(text),
    duties: list(shownDuty),
    /** The first time by which something must be done; null: nothing more must. */
    nextDueAt: orNull(time),
    overdue: count,
    ...{ registeredAt: time, registeredByName: text },
    ...{ refusedAt: orNull(time), refusedByName: orNull(text), reason: orNull(text) },
  }),
};

export type ShownProcess = TypeOf<typeof shownProcess>;
