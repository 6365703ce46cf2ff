/** The partners' routes on a real server and a real registry: one partner asks, and nothing is found. */
import { receiptFinder } from '../../../gateway/audit/find-receipt.ts';
import { FollowedLog } from '../../../gateway/audit/follow/followed-log.ts';
import { routerOf } from '../../../gateway/http/routes/router-of.ts';
import { EVALUATION_ROUTES } from '../../../gateway/query/evaluation-routes.ts';
import type { QueryDeps } from '../../../gateway/query/handle-query.ts';
import { OWN_QUERY_ROUTES } from '../../../gateway/query/own/own-query-routes.ts';
import { PermittedOfficers } from '../../../gateway/query/permitted-officers.ts';
import { QUERY_ROUTES } from '../../../gateway/query/query-routes.ts';
import { SpentQuotas } from '../../../gateway/query/spent-quotas.ts';
import { loadRegistry } from '../../../gateway/registry/agencies/registry-store.ts';
import { InFlight } from '../../../gateway/release/lease/in-flight.ts';
import { OWNER, partnerSystem, type SharingFixture } from '../../setup/database/sharing-fixture.ts';
import { standingLease } from '../../setup/database/standing-lease.ts';
import type { PatientQueue } from '../../setup/patient-queue.ts';
import { serveApp } from '../../setup/serve-app.ts';
import type { Served } from '../../setup/serve-on-loopback.ts';

const JSON_HEADERS = { 'Content-Type': 'application/json' };

export interface ServedQueries extends Served {
  post(path: string, body: object, headers?: Readonly<Record<string, string>>): Promise<Response>;
}

/** @param own what the test is about */
export async function serveQueries(
  { agencyId, deps, pool }: SharingFixture,
  { commit }: Pick<PatientQueue, 'commit'>,
  own: Partial<QueryDeps>,
): Promise<ServedQueries> {
  const inFlight = new InFlight(standingLease());
  const routes: QueryDeps = {
    ...{ pool, now: Date.now, limits: deps.limits, rulesRevision: 'test', commit },
    authenticate: async () => ({ subject: partnerSystem(agencyId), proof: null, keyThumbprint: 'test' }),
    limitRate: async () => undefined,
    registry: { snapshot: await loadRegistry(pool, OWNER) },
    spentQuotas: new SpentQuotas(),
    permittedOfficers: new PermittedOfficers(inFlight),
    inFlight,
    reads: {
      asksOutside: false,
      check: async () => undefined,
      find: async () => ({ text: '[]', count: 0, next: null }),
    },
    seal: async () => ({ body: Buffer.from('{}'), headers: JSON_HEADERS }),
    textOf: () => ({ text: '{}', next: null }),
    envelop: async (text) => ({ body: Buffer.from(text), headers: JSON_HEADERS }),
    ...{ cursorKey: Buffer.alloc(32), keptAnswersSecret: Buffer.alloc(32) },
    findShared: async () => new Set<string>(),
    recordFault: async () => undefined,
    claimProof: async () => true,
    findPeerOrigin: async () => null,
    findHeldQuery: async () => null,
    hasPlace: async () => false,
    findReceipt: receiptFinder(pool, deps.signer, new FollowedLog({ db: pool })),
    ...own,
  };
  const served = await serveApp({
    apiRoutes: [routerOf([...QUERY_ROUTES, ...OWN_QUERY_ROUTES, ...EVALUATION_ROUTES], routes)],
  });
  return {
    ...served,
    post: (path, body, headers = {}) =>
      fetch(`${served.url}${path}`, {
        ...{ method: 'POST', headers: { ...JSON_HEADERS, ...headers } },
        body: JSON.stringify(body),
      }),
  };
}
