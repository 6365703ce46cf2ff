/** Partners' officers as they are listed, shown and attested. */
import { ENROLLED_STANDINGS } from '../../../sharing-rules/terms/asker.ts';
import { REPORT_OUTCOMES, REPORT_STATES } from '../../../sharing-rules/terms/statuses.ts';
import { limitSchema } from '../../http/parse-search.ts';
import { compileSchema } from '../../http/schema.ts';
import { lowering, reasons } from '../../http/schemas/answers.ts';
import {
  count,
  day,
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
import { bodyOf } from '../../http/schemas/terms.ts';
import { ATTESTATION_TERMS } from './officer.terms.ts';

/** Filters of the list of officers, as parameters of a URL. */
export const validateSearch = compileSchema(
  partial({
    agency: { type: 'string', maxLength: 32 } as Shape<string>,
    status: oneOf(...ENROLLED_STANDINGS),
    after: { type: 'string', format: 'uuid', pattern: '^[0-9a-f-]{36}$' } as Shape<string>,
    limit: limitSchema,
  }),
);

/** What an agency calls an officer has no place in a URL: it is sent as a body. */
export const validateNamedSearch = compileSchema({
  $id: 'OfficerSearch',
  ...object(
    {
      reference: { type: 'string', minLength: 1, maxLength: 128, pattern: '\\S' } as Shape<string>,
      agency: { type: 'string', maxLength: 32 } as Shape<string>,
    },
    'agency',
  ),
});

/** What an agency attests of one. */
export const validateAttestation = compileSchema({
  $id: 'Attestation',
  ...bodyOf(ATTESTATION_TERMS),
});

const facts = {
  id: uuid,
  agency: text,
  reference: text,
  name: text,
  status: oneOf(...ENROLLED_STANDINGS),
  enrolledAt: time,
  attestation: orNull(object({ employerOri: text, federalDetail: flag, trainedOn: day })),
  attestedAt: orNull(time),
};

export const shownOfficer = { $id: 'OfficerOfPartner', ...object(facts) };

export type ShownOfficer = TypeOf<typeof shownOfficer>;

/** To those who may read the log: the word that suspended, and reports of misuse that are not unfounded. */
const standsBehind = {
  suspension: orNull(object({ index: count, at: time, by: uuid, reason: text })),
  reports: list(
    object({
      id: uuid,
      state: oneOf(...REPORT_STATES),
      outcome: orNull(oneOf(...REPORT_OUTCOMES)),
      index: orNull(count),
    }),
  ),
};

/** One by itself. */
export const wholeOfficer = {
  $id: 'OfficerInFull',
  ...object({ ...facts, ...standsBehind }, ...(['suspension', 'reports'] as const)),
};

export type WholeOfficer = TypeOf<typeof wholeOfficer>;

/** With the log index of the entry that says so. */
export const reinstatedOfficer = { $id: 'ReinstatedOfficer', ...object({ ...facts, index: count }) };

/** With what bars the officer, and then the suspension. */
export const attestedOfficer = {
  $id: 'AttestedOfficer',
  ...object({ ...facts, reasons, ...lowering }, ...(Object.keys(lowering) as (keyof typeof lowering)[])),
};

export type AttestedOfficer = TypeOf<typeof attestedOfficer>;

export const foundOfficers = { $id: 'FoundOfficers', ...object({ subjects: list(object(facts)) }) };
