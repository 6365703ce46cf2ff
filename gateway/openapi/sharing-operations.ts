/** The master switch. */
import { optionalReasonSchema } from '../http/reason.schema.ts';
import { lowering } from './answers.ts';
import { json, type Operation } from './operation.ts';
import { count, flag, object, oneOf } from './shapes.ts';

const scope = 'alpr.admin';

export const sharingOperations: readonly Operation[] = [
  {
    method: 'get',
    path: '/v1/sharing',
    summary: 'Whether sharing is halted.',
    scope,
    answers: { 200: json('How it stands.', { $id: 'Sharing', ...object({ halted: flag, epoch: count }) }) },
  },
  {
    method: 'post',
    path: '/v1/sharing/halt',
    summary: 'Stop all sharing, now, on every node.',
    scope,
    body: optionalReasonSchema,
    bodyOptional: true,
    answers: { 200: json('Halted.', { $id: 'Halted', ...object({ status: oneOf('halted'), ...lowering }) }) },
  },
  {
    method: 'post',
    path: '/v1/sharing/resume',
    summary: 'End a halt; gives back what two persons each had granted, and nothing more.',
    scope,
    body: optionalReasonSchema,
    bodyOptional: true,
    answers: {
      200: json('Resumed.', { $id: 'Resumed', ...object({ status: oneOf('resumed'), index: count }) }),
    },
  },
];
