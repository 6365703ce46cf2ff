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

/** A search by an agency's id of its officer, which is sent as a body since it must not be in a URL. */
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

export const validateAttestation = compileSchema({
  $id: 'Attestation',
  examples: [{ employerOri: 'CO0010000', federalDetail: false, trainedOn: '2026-09-14' }],
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

/** The suspension, and reports of misuse that are not unfounded, for those who may read the log. */
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

export const wholeOfficer = {
  $id: 'OfficerInFull',
  ...object({ ...facts, ...standsBehind }, ...(['suspension', 'reports'] as const)),
};

export type WholeOfficer = TypeOf<typeof wholeOfficer>;

/** An officer with the log index of the entry of the reinstatement. */
export const reinstatedOfficer = { $id: 'ReinstatedOfficer', ...object({ ...facts, index: count }) };

/** An officer with the reasons that bar them, if any, and then the suspension. */
export const attestedOfficer = {
  $id: 'AttestedOfficer',
  ...object({ ...facts, reasons, ...lowering }, ...(Object.keys(lowering) as (keyof typeof lowering)[])),
};

export type AttestedOfficer = TypeOf<typeof attestedOfficer>;

export const foundOfficers = { $id: 'FoundOfficers', ...object({ subjects: list(object(facts)) }) };
