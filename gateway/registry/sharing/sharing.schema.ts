/** The state of sharing, and what to look at before it is resumed, as they are shown. */
import {
  count,
  flag,
  list,
  object,
  oneOf,
  orNull,
  type TypesOf,
  text,
  time,
  uuid,
} from '../../http/schemas/shapes.ts';

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

export const beforeResuming = {
  ...halting,
  grants: list(object({ id: uuid, partner: text, validUntil: time })),
  signIn: object({ clients: count, persons: count, issuers: count, suspendedOfficers: count }),
  lastEntries: list(object({ index: count, at: time, kind: text, agency: orNull(text) })),
};

export type BeforeResumingView = TypesOf<typeof beforeResuming>;
