/** Lists every operation of the gateway, in the order of `/openapi.json`. */
import { BOARD_ROUTES } from '../../hot-lists/board-routes.ts';
import { ENDPOINT_ROUTES } from '../../hot-lists/delivery/endpoint-routes.ts';
import { PUSH_ROUTES } from '../../hot-lists/delivery/push-routes.ts';
import { EXCHANGE_ROUTES } from '../../hot-lists/exchange-routes.ts';
import { HIT_ROUTES } from '../../hot-lists/hits/hit-routes.ts';
import { STANDING_QUERY_ROUTES } from '../../hot-lists/hits/standing-query-routes.ts';
import { STANDING_TODAY_ROUTES } from '../../hot-lists/hits/standing-today-routes.ts';
import { WRONG_HIT_ROUTES } from '../../hot-lists/hits/wrong-hit-routes.ts';
import { HOT_LIST_ROUTES } from '../../hot-lists/lists/list-routes.ts';
import { SOURCE_ROUTES } from '../../hot-lists/sources/source-routes.ts';
import { SYNC_ROUTES } from '../../hot-lists/sources/sync-routes.ts';
import { ALERT_ROUTES } from '../../hot-lists/vendor/alert-routes.ts';
import { OPENAPI_ROUTES } from '../../http/openapi/openapi-routes.ts';
import { type TaggedOperation, tagged } from '../../http/openapi/tags.ts';
import { JWKS_ROUTES } from '../../identity/jose/envelope-keys/jwks-routes.ts';
import { RESOURCE_ROUTES } from '../../identity/protected-resource-routes.ts';
import { PEER_AGREEMENT_ROUTES } from '../../network/agreements/peer-agreement-routes.ts';
import { ASK_ROUTES } from '../../network/asks/ask-routes.ts';
import { ENTRY_ROUTES } from '../../network/entries/entry-routes.ts';
import { LOG_KEY_ROUTES } from '../../network/entries/log-key-routes.ts';
import { SIGNAL_ROUTES } from '../../network/signals/signal-routes.ts';
import { RECORDS_OFFICE_ROUTES } from '../../oversight/records/records-office-routes.ts';
import { TRANSPARENCY_ROUTES } from '../../oversight/transparency/transparency-routes.ts';
import { DOCS_ROUTES } from '../../pages/docs/docs-routes.ts';
import { START_PAGE_ROUTES } from '../../pages/start-page-routes.ts';
import { TRANSPARENCY_PAGE_ROUTES } from '../../pages/transparency/transparency-page-routes.ts';
import { VERIFY_PAGE_ROUTES } from '../../pages/verify/verify-page-routes.ts';
import { EVALUATION_METADATA_ROUTES, EVALUATION_ROUTES } from '../../query/evaluation-routes.ts';
import { OWN_QUERY_ROUTES } from '../../query/own/own-query-routes.ts';
import { PURPOSE_ROUTES } from '../../query/purpose-routes.ts';
import { QUERY_ROUTES } from '../../query/query-routes.ts';
import { PUSH_READS_ROUTES } from '../../registry/sources/push-routes.ts';
import { METRICS_ROUTES } from '../metrics/metrics-routes.ts';
import { ADMINISTRATION_ROUTES } from './administration-routes.ts';
import { CONSISTENCY_ROUTES } from './consistency-routes.ts';
import { HEALTH_ROUTES } from './health-routes.ts';
import { LOG_ROUTES } from './log-routes.ts';
import { SYSTEM_ROUTES } from './system-routes.ts';

export const OPERATIONS: readonly TaggedOperation[] = [
  ...tagged('Queries', QUERY_ROUTES, OWN_QUERY_ROUTES, ASK_ROUTES, EVALUATION_ROUTES, PURPOSE_ROUTES),
  ...tagged(
    'Hot lists and hits',
    HOT_LIST_ROUTES,
    STANDING_QUERY_ROUTES,
    STANDING_TODAY_ROUTES,
    HIT_ROUTES,
    WRONG_HIT_ROUTES,
    ALERT_ROUTES,
    SYNC_ROUTES,
    SOURCE_ROUTES,
    EXCHANGE_ROUTES,
    BOARD_ROUTES,
    PUSH_ROUTES,
    ENDPOINT_ROUTES,
  ),
  ...ADMINISTRATION_ROUTES,
  ...tagged('Oversight', RECORDS_OFFICE_ROUTES),
  ...tagged('Pushed reads', PUSH_READS_ROUTES),
  ...tagged('Transparency', TRANSPARENCY_PAGE_ROUTES, TRANSPARENCY_ROUTES),
  ...tagged('Gateway', SYSTEM_ROUTES, START_PAGE_ROUTES),
  ...tagged('Public log', VERIFY_PAGE_ROUTES),
  ...tagged(
    'Gateway',
    DOCS_ROUTES,
    HEALTH_ROUTES,
    METRICS_ROUTES,
    OPENAPI_ROUTES,
    JWKS_ROUTES,
    RESOURCE_ROUTES,
    EVALUATION_METADATA_ROUTES,
  ),
  ...tagged('Public log', LOG_ROUTES),
  ...tagged('Gateway', CONSISTENCY_ROUTES),
  ...tagged('Network', ENTRY_ROUTES, LOG_KEY_ROUTES, PEER_AGREEMENT_ROUTES, SIGNAL_ROUTES),
];
