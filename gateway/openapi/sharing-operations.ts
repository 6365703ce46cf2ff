/** The master switch. */
import { validateOptionalReason, validateReason } from '../http/reason.schema.ts';
import { json, type Operation } from '../http/routes/route.ts';
import { lowering } from '../http/schemas/answers.ts';
import {
  count,
  flag,
  list,
  object,
  oneOf,
  orNull,
  type Schema,
  text,
  time,
  uuid,
} from '../http/schemas/shapes.ts';

const scope = 'alpr.admin';

/** Who halted, when and why, and who proposed to go on. */
const halted: Readonly<Record<string, Schema>> = {
  halted: flag,
  proposal: orNull(object({ index: count, at: time, by: uuid, person: text, reason: orNull(text) })),
  halts: list(
    object({
      ...{ index: count, at: time, by: orNull(text), person: orNull(text), reason: orNull(text) },
      scope: oneOf('everybody'),
    }),
  ),
};

const beforeResuming: Readonly<Record<string, Schema>> = {
  ...halted,
  grants: list(object({ id: uuid, partner: text, validUntil: time })),
  lastEntries: list(object({ index: count, at: time, kind: text, agency: orNull(text) })),
};

export const sharingOperations: readonly Operation[] = [
  {
    method: 'get',
    path: '/v1/sharing',
    id: 'readSharing',
    action: 'read_registry',
    summary: 'Whether sharing is halted: by whom, when and why, and who proposed to end it.',
    scope,
    answers: { 200: json('How it stands.', { $id: 'Sharing', ...object({ epoch: count, ...halted }) }) },
  },
  {
    method: 'post',
    path: '/v1/sharing/halt',
    id: 'haltSharing',
    action: 'halt',
    summary: 'Stop all sharing, now, on every node.',
    scope,
    body: validateOptionalReason,
    bodyOptional: true,
    answers: { 200: json('Halted.', { $id: 'Halted', ...object({ status: oneOf('halted'), ...lowering }) }) },
  },
  {
    method: 'get',
    path: '/v1/sharing/resume',
    id: 'readBeforeResuming',
    action: 'read_registry',
    summary: 'What to look at before a halt is ended: why, what would share again, and where the log ends.',
    scope,
    answers: { 200: json('How it stands.', { $id: 'BeforeResuming', ...object(beforeResuming) }) },
  },
  {
    method: 'post',
    path: '/v1/sharing/resume',
    id: 'resumeSharing',
    action: 'resume',
    summary:
      'End a halt, which takes two administrators; gives back what is granted still, and nothing more.',
    scope,
    body: validateReason,
    answers: {
      200: json('Resumed: another administrator had proposed it, or nothing was halted.', {
        $id: 'Resumed',
        ...object({ status: oneOf('resumed'), index: count }),
      }),
      202: json('Proposed: sharing stays halted until another administrator resumes.', {
        $id: 'ResumeProposed',
        ...object({ status: oneOf('proposed'), index: count, ...beforeResuming }),
      }),
    },
  },
];
