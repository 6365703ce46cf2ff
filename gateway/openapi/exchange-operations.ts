/** How administrators set up the exchange of hot lists, and how its jobs stand. */
import {
  validateEndpoint,
  validateMatching,
  validatePush,
  validateSource,
  validateSync,
} from '../hot-lists/lists/exchange.schema.ts';
import { json, type Operation } from '../http/routes/route.ts';
import { lowering } from '../http/schemas/answers.ts';
import { count, flag, list, object, oneOf, orNull, text, time, uuid } from '../http/schemas/shapes.ts';
import { hotList } from './hot-list-operations.ts';

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
  retryAt: orNull(time),
});

const job = {
  $id: 'Job',
  ...object({
    id: uuid,
    kind: oneOf('hit_notice', 'list_push', 'list_fetch'),
    status: oneOf('waiting', 'done', 'refused', 'dead'),
    attempts: count,
    fault: orNull(text),
    list: orNull(text),
    partner: orNull(text),
    ...{ madeAt: time, endedAt: orNull(time) },
  }),
};

const standing = object({
  waiting: count,
  dead: count,
  lag: { type: 'number', minimum: 0 },
  redis: text,
  failures: list(job),
});

const endpoint = {
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

/**
 * `/v1/hot-lists/{collection}/{id}` is `/v1/hot-lists/jobs/{id}` and its like, written so that no path is like
 * `/v1/hot-lists/{id}/entries`, which a reader of templates could not tell from it.
 */
export const exchangeOperations: readonly Operation[] = [
  {
    method: 'patch',
    path: '/v1/hot-lists/{id}',
    id: 'changeHotList',
    action: 'end_exchange',
    summary: 'Choose how a list is matched: look-alike plates too, each hit marked `verify`.',
    scope,
    body: validateMatching,
    answers: { 200: json('The list.', { $id: 'HotList', ...hotList }) },
  },
  {
    method: 'get',
    path: '/v1/hot-lists/sources',
    id: 'listHotListSources',
    action: 'read_registry',
    summary: 'Where lists come from.',
    scope,
    answers: { 200: json('All sources.', { $id: 'HotListSources', ...object({ sources: list(source) }) }) },
  },
  {
    method: 'post',
    path: '/v1/hot-lists/sources',
    id: 'setHotListSource',
    action: 'set_up_exchange',
    summary: 'Where a list comes from, and how often; a list has one source, which this replaces.',
    scope,
    body: validateSource,
    answers: { 201: json('Kept; the first fetch is under way.', object({ id: uuid, list: text })) },
  },
  {
    method: 'delete',
    path: '/v1/hot-lists/{collection}/{id}',
    id: 'endHotListExchange',
    action: 'end_exchange',
    choices: { collection: ['sources', 'pushes'] },
    summary:
      'From `sources`: fetch no more; the list stays as it is. From `pushes`: push no more; after the answer nothing more ' +
      'of it leaves.',
    scope,
    answers: {
      200: json('Gone.', {
        anyOf: [
          {
            $id: 'RemovedHotListSource',
            ...object({ id: uuid, list: text, status: oneOf('removed') }),
          },
          {
            $id: 'RemovedHotListPush',
            ...object({ id: uuid, partner: text, status: oneOf('removed'), lowered }),
          },
        ],
      }),
    },
  },
  {
    method: 'post',
    path: '/v1/hot-lists/{id}/sync',
    id: 'syncHotList',
    action: 'order_sync',
    summary: 'Fetch a list now; `allowShrink` takes a version that loses many entries.',
    scope,
    body: validateSync,
    bodyOptional: true,
    answers: { 202: json('Ordered.', object({ job: uuid })) },
  },
  {
    method: 'get',
    path: '/v1/hot-lists/jobs',
    id: 'readJobs',
    action: 'read_registry',
    summary: 'How the jobs stand.',
    scope,
    answers: { 200: json('Counts and the newest failures.', { $id: 'Jobs', ...standing }) },
  },
  {
    method: 'get',
    path: '/v1/hot-lists/{collection}/{id}',
    id: 'readJob',
    action: 'read_registry',
    choices: { collection: ['jobs'] },
    summary: 'One job.',
    scope,
    answers: { 200: json('The job.', job) },
  },
  {
    method: 'post',
    path: '/v1/board-passes',
    id: 'makeBoardPass',
    action: 'read_jobs',
    summary: 'A link that opens the board of jobs in a browser, good for a minute.',
    scope,
    answers: {
      201: json('The link.', object({ url: text, expiresAt: time })),
    },
  },
  {
    method: 'get',
    path: '/v1/hot-lists/pushes',
    id: 'listHotListPushes',
    action: 'read_registry',
    summary: 'Which lists are pushed to whom.',
    scope,
    answers: { 200: json('All pushes.', { $id: 'HotListPushes', ...object({ pushes: list(push) }) }) },
  },
  {
    method: 'post',
    path: '/v1/hot-lists/{id}/pushes',
    id: 'pushHotList',
    action: 'set_up_exchange',
    summary: 'Send changes of a list to a partner.',
    scope,
    body: validatePush,
    answers: { 201: json('Kept.', object({ id: uuid, list: uuid, partner: text })) },
  },
  {
    method: 'get',
    path: '/v1/endpoints',
    id: 'listEndpoints',
    action: 'read_registry',
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
    id: 'setEndpoint',
    action: 'set_endpoint',
    summary:
      'Where a partner is told of hits and lists, with a new secret: from its approval by another person on. Hits before ' +
      'that are not told later (`/v1/hits` has them); pushes then send all that is new.',
    scope,
    body: validateEndpoint,
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
    id: 'approveEndpoint',
    action: 'approve_endpoint',
    summary:
      'Approve the address that another administrator set; 409 where it is another one than `url` says.',
    scope,
    body: validateEndpoint,
    answers: { 200: json('Approved: the partner is told there.', endpoint) },
  },
  {
    method: 'delete',
    path: '/v1/agencies/{ori}/endpoint',
    id: 'removeEndpoint',
    action: 'end_exchange',
    summary: 'Tell the partner no more: after the answer nothing more is sent there.',
    scope,
    answers: { 200: json('Gone.', object({ partner: text, status: oneOf('removed'), lowered })) },
  },
];
