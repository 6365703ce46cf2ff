/** Lists for an asker the queries of their own that were held, and those that were refused. */
import { pathId } from '../../http/path-id.ts';
import { json, type Route } from '../../http/routes/route.ts';
import { listOwnQueries } from './list-own-queries.ts';
import { ownQueries, validateOwnQueries } from './own-queries.schema.ts';
import { ownRefusals, shownRefusal, validateOwnRefusals } from './own-refusals.schema.ts';
import { listOwnRefusals, type OwnRefusalsDeps, readOwnRefusal } from './own-refusals.ts';
import { KEPT_DAYS } from './own-refusals-store.ts';
import { type CaseFileDeps, caseFileRecord, recordCaseFile } from './record-case-file.ts';
import { ownRoute } from './who-lists.ts';

/** The owner's own officers read what they asked as partners' do. */
const scope = 'query_or_ask';

export const OWN_QUERY_ROUTES: readonly Route<OwnRefusalsDeps & CaseFileDeps>[] = [
  ownRoute(
    {
      method: 'get',
      path: '/v1/queries',
      id: 'listOwnQueries',
      summary: 'Held queries of who asks, newest first, without reads: of a person her own.',
      scope,
      search: validateOwnQueries,
      answers: { 200: json('A page.', ownQueries) },
    },
    listOwnQueries,
  ),
  ownRoute(
    {
      method: 'get',
      path: '/v1/refusals',
      id: 'listOwnRefusals',
      summary: `Queries of who asks that were refused in the last ${KEPT_DAYS} days, newest first: of a person her own.`,
      scope,
      search: validateOwnRefusals,
      answers: { 200: json('A page.', ownRefusals) },
    },
    listOwnRefusals,
  ),
  ownRoute(
    {
      method: 'get',
      path: '/v1/refusals/{index}',
      id: 'readOwnRefusal',
      summary: 'One of them as it was asked, with the words that its reasons are about.',
      scope,
      answers: { 200: json('The refusal.', shownRefusal) },
    },
    readOwnRefusal,
  ),
  ownRoute(
    {
      method: 'post',
      path: '/v1/queries/{id}/case-file',
      id: 'recordCaseFile',
      summary:
        'Records that an own release, by its `releaseId`, is packed for the file of its case; each request is an entry of the log.',
      scope,
      // A repeated request records it again: the entries say how often it was packed.
      idempotent: false,
      answers: { 200: json('The receipt of the entry.', caseFileRecord) },
    },
    ({ by, params }, deps) => recordCaseFile(deps, by, pathId(params.id, 'release')),
  ),
];
