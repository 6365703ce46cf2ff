/** How administrators set up the exchange of hot lists, and how its jobs stand. */
import {
  validateEndpoint,
  validateMatching,
  validatePush,
  validateSource,
  validateSync,
} from '../hot-lists/exchange.schema.ts';
import { lowering } from './answers.ts';
import { hotList } from './hot-list-operations.ts';
import { json, type Operation } from './operation.ts';
import { count, flag, list, object, oneOf, orNull, type Schema, text, time, uuid } from './shapes.ts';

const scope = 'alpr.admin';
const lowered = object(lowering);

const source = object({
  id: uuid,
  list: text,
  layout: orNull(text),
  url: text,
  purpose: orNull(text),
  partner: orNull(text),
  everySeconds: count,
  fetchedAt: orNull(time),
  nextAt: time,
  fault: orNull(text),
});

const job: Schema = {
  $id: 'Job',
  ...object({
    id: uuid,
    kind: oneOf('hit_notice', 'list_push', 'list_fetch'),
    status: oneOf('waiting', 'done', 'refused', 'dead'),
    attempts: count,
    fault: orNull(text),
    list: orNull(text),
    partner: orNull(text),
    madeAt: time,
    endedAt: orNull(time),
  }),
};

const standing = object({
  waiting: count,
  dead: count,
  lag: { type: 'number', minimum: 0 },
  redis: text,
  failures: list(job),
});

const endpoint: Schema = {
  $id: 'Endpoint',
  ...object({
    partner: text,
    url: text,
    status: oneOf('proposed', 'approved'),
    setBy: orNull(uuid),
    setByName: orNull(text),
    setAt: time,
    approvedBy: orNull(uuid),
    approvedByName: orNull(text),
    approvedAt: orNull(time),
  }),
};

const push = object({ id: uuid, list: text, partner: text, position: count, endpoint: flag });

export const exchangeOperations: readonly Operation[] = [
  {
    method: 'patch',
    path: '/v1/hot-lists/{id}',
    summary: 'Choose how a list is matched: look-alike plates too, each hit marked `verify`.',
    scope,
    body: validateMatching.schema as Schema,
    answers: { 200: json('The list.', { $id: 'HotList', ...hotList }) },
  },
  {
    method: 'get',
    path: '/v1/hot-lists/sources',
    summary: 'Where lists come from.',
    scope,
    answers: { 200: json('All sources.', { $id: 'HotListSources', ...object({ sources: list(source) }) }) },
  },
  {
    method: 'post',
    path: '/v1/hot-lists/sources',
    summary: 'Where a list comes from, and how often; a list has one source, which this replaces.',
    scope,
    body: validateSource.schema as Schema,
    answers: { 201: json('Kept; the first fetch is under way.', object({ id: uuid, list: text })) },
  },
  {
    method: 'delete',
    path: '/v1/hot-lists/sources/{id}',
    summary: 'Fetch no more; the list stays as it is.',
    scope,
    answers: { 200: json('Gone.', object({ id: uuid, list: text, status: oneOf('removed') })) },
  },
  {
    method: 'post',
    path: '/v1/hot-lists/{id}/sync',
    summary: 'Fetch a list now; `allowShrink` takes a version that loses many entries.',
    scope,
    body: validateSync.schema as Schema,
    bodyOptional: true,
    answers: { 202: json('Ordered.', object({ job: uuid })) },
  },
  {
    method: 'get',
    path: '/v1/hot-lists/jobs',
    summary: 'How the jobs stand.',
    scope,
    answers: { 200: json('Counts and the newest failures.', { $id: 'Jobs', ...standing }) },
  },
  {
    method: 'get',
    path: '/v1/hot-lists/jobs/{id}',
    summary: 'One job.',
    scope,
    answers: { 200: json('The job.', job) },
  },
  {
    method: 'post',
    path: '/v1/board-passes',
    summary: 'A link that opens the board of jobs in a browser, good for a minute.',
    scope,
    answers: {
      201: json('The link.', object({ url: text, expiresAt: time })),
    },
  },
  {
    method: 'get',
    path: '/v1/hot-lists/pushes',
    summary: 'Which lists are pushed to whom.',
    scope,
    answers: { 200: json('All pushes.', { $id: 'HotListPushes', ...object({ pushes: list(push) }) }) },
  },
  {
    method: 'post',
    path: '/v1/hot-lists/{id}/pushes',
    summary: 'Send changes of a list to a partner.',
    scope,
    body: validatePush.schema as Schema,
    answers: { 201: json('Kept.', object({ id: uuid, list: uuid, partner: text })) },
  },
  {
    method: 'delete',
    path: '/v1/hot-lists/pushes/{id}',
    summary: 'Push no more: after the answer nothing more of it leaves.',
    scope,
    answers: { 200: json('Gone.', object({ id: uuid, partner: text, status: oneOf('removed'), lowered })) },
  },
  {
    method: 'get',
    path: '/v1/endpoints',
    summary: 'Where partners are told.',
    scope,
    answers: {
      200: json('All endpoints, without their secrets.', {
        $id: 'Endpoints',
        ...object({ endpoints: list(endpoint) }),
      }),
    },
  },
  {
    method: 'post',
    path: '/v1/agencies/{ori}/endpoint',
    summary:
      'Where a partner is told of hits and lists, with a new secret: from its approval by another person on. Hits before ' +
      'that are not told later (`/v1/hits` has them); pushes then send all that is new.',
    scope,
    body: validateEndpoint.schema as Schema,
    answers: {
      201: json(
        'It waits for its approval; the secret is shown once.',
        object({ partner: text, url: text, status: oneOf('proposed'), secret: text }),
      ),
    },
  },
  {
    method: 'post',
    path: '/v1/agencies/{ori}/endpoint/approve',
    summary:
      'Approve the address that another administrator set; 409 where it is another one than `url` says.',
    scope,
    body: validateEndpoint.schema as Schema,
    answers: { 200: json('Approved: the partner is told there.', endpoint) },
  },
  {
    method: 'delete',
    path: '/v1/agencies/{ori}/endpoint',
    summary: 'Tell the partner no more: after the answer nothing more is sent there.',
    scope,
    answers: { 200: json('Gone.', object({ partner: text, status: oneOf('removed'), lowered })) },
  },
];
