/** Whether sharing is halted, and what to look at before it is resumed, as it is shown. */
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

/** Who halted, when and why, and who proposed to go on. */
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
