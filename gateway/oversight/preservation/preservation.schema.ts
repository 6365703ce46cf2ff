/** A preservation as it is proposed, shown, renewed, ended and released. */
import { compileSchema } from '../../http/schema.ts';
import { reasons, receipt } from '../../http/schemas/answers.ts';
import {
  anyObject,
  count,
  list,
  object,
  oneOf,
  orNull,
  type TypeOf,
  text,
  time,
  uuid,
} from '../../http/schemas/shapes.ts';
import { bodyOf } from '../../http/schemas/terms.ts';
import { shownRead } from '../../reads/sources/shown-read.schema.ts';
import { PRESERVATION_TERMS, RENEWAL_TERMS } from './preservation.terms.ts';

const proposal = bodyOf(PRESERVATION_TERMS);
export type PreservationBody = TypeOf<typeof proposal>;
export const validatePreservation = compileSchema({ $id: 'PreservationProposal', ...proposal });

const renewal = bodyOf(RENEWAL_TERMS);
export type RenewalBody = TypeOf<typeof renewal>;
export const validateRenewal = compileSchema({
  $id: 'PreservationRenewal',
  examples: [{ until: '2027-06-30T23:59:59Z', reason: 'the trial was adjourned to June' }],
  ...renewal,
});

/** Requires the case or the process again: a person who cannot name it gets no reads. */
const { caseNumber, processId } = PRESERVATION_TERMS;
export const validatePreservedOrder = compileSchema({
  $id: 'PreservedOrder',
  ...bodyOf({ caseNumber, processId }),
});

/** One of the two is null. */
const keptFor = { caseNumber: orNull(text), processId: orNull(uuid) };

const shown = {
  ...{ id: uuid, status: oneOf('proposed', 'active'), ...keptFor, purpose: anyObject },
  plate: object({ number: text }),
  ...{ from: time, to: time, until: time, reason: text },
  /** Lists the reasons that the second person must consider before approving. */
  reasons,
  ...{ proposedBy: uuid, proposedByName: text, proposedAt: time },
  ...{ approvedBy: orNull(uuid), approvedByName: orNull(text), approvedAt: orNull(time) },
  /** Holds the new end that one person proposed; null if nobody did. */
  renewal: orNull(object({ until: time, proposedBy: uuid, proposedByName: text })),
  /** Describes the copies without showing a read; null before approval. */
  copies: orNull(object({ source: text, takenAt: time, reads: count, readsHash: text })),
};

export const shownPreservation = { $id: 'Preservation', ...object(shown) };
export type ShownPreservation = TypeOf<typeof shownPreservation>;

export const shownPreservations = {
  $id: 'Preservations',
  ...object({
    preservations: list(shownPreservation),
    /** Counts each person's acts in the last year, from the log. */
    persons: list(
      object({ person: uuid, name: text, proposed: count, refused: count, approved: count, released: count }),
    ),
  }),
};
export type ShownPreservations = TypeOf<typeof shownPreservations>;

export const endedPreservation = {
  $id: 'EndedPreservation',
  ...object({ id: uuid, status: oneOf('ended') }),
};

export const preservedReads = {
  $id: 'PreservedReads',
  ...object({
    ...{ id: uuid, ...keptFor, plate: object({ number: text }), from: time, to: time },
    ...{ source: text, takenAt: time, readsHash: text, reads: list(shownRead), notice: text, receipt },
  }),
};
export type PreservedReads = TypeOf<typeof preservedReads>;
