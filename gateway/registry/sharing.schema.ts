/** The state of sharing, and what to look at before it is resumed, as they are shown. */
import { compileSchema } from '../http/schema.ts';
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
  type TypesOf,
  text,
  time,
  uuid,
} from '../http/schemas/shapes.ts';

/** The halts, and the proposal to go on, each with person, time and reason. */
export const halting = {
  halted: flag,
  proposal: orNull(object({ index: count, at: time, by: uuid, person: text, reason: orNull(text) })),
  halts: list(
    object({
      ...{ index: count, at: time, by: orNull(text), person: orNull(text), reason: orNull(text) },
      scope: oneOf('everybody'),
    }),
  ),
};

export const sharing = object({
  /** Log index of the newest revocation record that binds everybody; 0 if there was none. */
  epoch: count,
  ...halting,
  /** The end of the last halt; null if there was none, or it goes on. */
  resumed: orNull(object({ at: time, by: uuid, person: text })),
});

export type SharingShown = TypeOf<typeof sharing>;

export const ENDINGS = ['grant', 'agreement', 'certification'] as const;

const endingGrant = object({
  ...{ partner: text, partnerName: text, grant: uuid, endsBy: oneOf(...ENDINGS), endsAt: time },
});

export type EndingGrant = TypeOf<typeof endingGrant>;

export const ending = object({ ending: list(endingGrant) });

export const beforeResuming = {
  ...halting,
  grants: list(object({ id: uuid, partner: text, validUntil: time })),
  signIn: object({ clients: count, persons: count, issuers: count, suspendedOfficers: count }),
  lastEntries: list(object({ index: count, at: time, kind: text, agency: orNull(text) })),
};

export type BeforeResumingView = TypesOf<typeof beforeResuming>;

/** Counts what a halt, or the revocation of an agency, ends for good. */
export const atStake = { agencies: count, held: count, approved: count };

export type AtStakeView = TypesOf<typeof atStake>;

export const validateAtStakeSearch = compileSchema(
  partial({ agency: { type: 'string', maxLength: 16 } as Shape<string> }),
);
