/** What partners ask. */
import { json, type Operation } from '../http/routes/route.ts';
import { reasons, receipt } from '../http/schemas/answers.ts';
import { count, flag, list, object, oneOf, orNull, text, time, uuid } from '../http/schemas/shapes.ts';
import { validateCursor, validateQuery } from '../query/query.schema.ts';

const number = { type: 'number' };

const obligation = object(
  {
    code: oneOf('verify_before_action', 'not_before', 'cap_records', 'omit_images', 'review_within'),
    at: count,
    records: count,
    hours: number,
  },
  'at',
  'records',
  'hours',
);

const read = object({
  readId: uuid,
  capturedAt: time,
  plate: text,
  plateState: orNull(text),
  confidence: orNull(number),
  camera: object({ id: text, name: text, lat: orNull(number), lon: orNull(number) }),
  direction: orNull(text),
  vehicle: object({ make: orNull(text), model: orNull(text), color: orNull(text), bodyStyle: orNull(text) }),
});

const decision = { effect: oneOf('permit', 'review', 'deny'), reasons, obligations: list(obligation) };

const release = {
  what: 'Reads leave; the entry is in the log. As `application/jose` the same, signed, and encrypted where a key is registered.',
  content: {
    'application/json': {
      $id: 'Release',
      ...object({
        releaseId: uuid,
        decision: object({ ...decision, rulesRevision: text }),
        reads: list(read),
        next: orNull(text),
        notice: text,
        receipt,
      }),
    },
    'application/jose': null,
  },
};

const held = json(
  'Held for review; pick it up at `Location`.',
  {
    $id: 'HeldQuery',
    ...object(
      { queryId: uuid, status: oneOf('held'), detail: text, reasons, expiresAt: time, receipt },
      'expiresAt',
    ),
  },
  'Location',
);

export const queryOperations: readonly Operation[] = [
  {
    method: 'post',
    path: '/v1/queries',
    id: 'queryReads',
    summary: 'Ask for reads.',
    scope: 'alpr.query',
    idempotent: true,
    body: validateQuery,
    answers: { 200: release, 202: held },
  },
  {
    method: 'get',
    path: '/v1/queries/{id}',
    id: 'pickUpQuery',
    summary: 'Pick up a reviewed query: decided again, under the lock.',
    scope: 'alpr.query',
    answers: { 200: release, 202: held },
  },
  {
    method: 'post',
    path: '/v1/queries/{id}/next',
    id: 'readNextPage',
    summary: 'The next page: decided, counted and logged anew.',
    scope: 'alpr.query',
    idempotent: true,
    body: validateCursor,
    answers: { 200: release, 202: held },
  },
  {
    method: 'post',
    path: '/v1/decisions',
    id: 'dryRunQuery',
    summary: 'What would be decided; touches no reads, and is in the log as a dry run.',
    scope: 'alpr.query',
    idempotent: true,
    body: validateQuery,
    answers: {
      200: json('The decision.', {
        $id: 'DryRun',
        ...object({ ...decision, rulesRevision: text, receipt }),
      }),
    },
  },
  {
    method: 'get',
    path: '/v1/purposes',
    id: 'listPurposes',
    summary:
      "What may be asked for, what each purpose needs, and what the offense types of partners' systems mean.",
    scope: null,
    answers: {
      200: json('All purposes.', {
        $id: 'Purposes',
        ...object({
          purposes: list(
            object({
              code: text,
              title: text,
              answer: oneOf('approved', 'prohibited', 'not_approved'),
              needs: object({
                caseNumber: flag,
                justification: flag,
                offense: flag,
                judicialProcess: flag,
                supervisor: flag,
              }),
              agencyClasses: orNull(list(text)),
              clause: text,
              review: flag,
            }),
          ),
          // What a query may carry in `purpose.dropDown`; a value of no list is not approved.
          dropDown: list(
            object({
              value: text,
              purposes: list(text),
              answer: oneOf('approved', 'prohibited', 'not_approved'),
            }),
          ),
        }),
      }),
    },
  },
];
