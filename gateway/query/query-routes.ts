/** Serves what partners ask over HTTP; `handle-query.ts` says what becomes of it. */
import { json, type Route } from '../http/routes/route.ts';
import { handleDryRun, handleNextPage, handleQuery, handleReadBack, type QueryDeps } from './handle-query.ts';
import {
  dryRunAnswer,
  envelope,
  heldAnswer,
  releaseAnswer,
  validateCursor,
  validateQuery,
} from './query.schema.ts';
import { queryRoute } from './query-door.ts';

const scope = 'alpr.query';

const release = {
  what: 'Reads leave; the entry is in the log. As `application/jose` the same, signed, and encrypted where a key is registered.',
  content: { 'application/json': releaseAnswer, 'application/jose': envelope },
};
const held = json('Held for review; pick it up at `Location`.', heldAnswer, 'Location', 'Retry-After');

export const QUERY_ROUTES: readonly Route<QueryDeps>[] = [
  queryRoute(
    {
      method: 'post',
      path: '/v1/queries',
      id: 'queryReads',
      summary: 'Ask for reads.',
      scope,
      body: validateQuery,
      answers: { 200: release, 202: held },
    },
    handleQuery,
  ),
  queryRoute(
    {
      method: 'get',
      path: '/v1/queries/{id}',
      id: 'pickUpQuery',
      summary: 'Pick up a reviewed query: decided again, under the lock.',
      scope,
      idempotent: true,
      answers: { 200: release, 202: held },
    },
    handleReadBack,
  ),
  queryRoute(
    {
      method: 'post',
      path: '/v1/queries/{id}/next',
      id: 'readNextPage',
      summary: 'The next page: decided, counted and logged again.',
      scope,
      body: validateCursor,
      answers: { 200: release, 202: held },
    },
    handleNextPage,
  ),
  queryRoute(
    {
      method: 'post',
      path: '/v1/decisions',
      id: 'dryRunQuery',
      summary: 'What would be decided; touches no reads, and is in the log as a dry run.',
      scope,
      body: validateQuery,
      answers: { 200: json('The decision.', dryRunAnswer) },
    },
    handleDryRun,
  ),
];
