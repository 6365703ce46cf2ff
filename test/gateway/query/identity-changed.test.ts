/** The HTTP side of a query whose agency's registrations change while it is under way. */
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import { receiptFinder } from '../../../gateway/audit/find-receipt.ts';
import { FollowedLog } from '../../../gateway/audit/followed-log.ts';
import { routerOf } from '../../../gateway/http/routes/router-of.ts';
import { Registrations } from '../../../gateway/identity/registrations-store.ts';
import { createApp } from '../../../gateway/node/routes/app.ts';
import type { QueryDeps } from '../../../gateway/query/handle-query.ts';
import { QUERY_ROUTES } from '../../../gateway/query/query-routes.ts';
import { SpentQuotas } from '../../../gateway/query/spent-quotas.ts';
import { loadRegistry } from '../../../gateway/registry/agencies/registry-store.ts';
import { InFlight } from '../../../gateway/release/lease/in-flight.ts';
import {
  createSharingFixture,
  OWNER,
  PARTNER,
  partnerSystem,
  type SharingFixture,
  stolenVehicleQuery,
} from '../../setup/database/sharing-fixture.ts';
import { standingLease } from '../../setup/database/standing-lease.ts';
import { openQueue, type PatientQueue } from '../../setup/patient-queue.ts';

const ISSUER = 'http://issuer.test';

let fixture: SharingFixture;
let queue: PatientQueue;
let server: Server;
/** What happens once the request was authenticated. */
let meanwhile: () => Promise<unknown>;

beforeAll(async () => {
  fixture = await createSharingFixture();
  const { agencyId, databases, deps, ownerPool, pool } = fixture;
  queue = openQueue({ url: databases.gatewayUrl, connections: 1 }, deps);
  await ownerPool.query(
    `INSERT INTO client_registration (issuer_id, client_id, agency_id, ori)
     SELECT i.id, name, $1, $2 FROM identity_issuer i, unnest('{adams,adams-2}'::text[]) name`,
    [agencyId, PARTNER],
  );
  const registrations = await Registrations.load(pool);
  const routes: QueryDeps = {
    authenticate: async () => {
      await registrations.reload();
      const identities = registrations.findClient(ISSUER, 'adams')?.identities as number;
      await meanwhile();
      return { subject: partnerSystem(agencyId, { identities }), proof: null, keyThumbprint: 'test' };
    },
    limitRate: async () => undefined,
    registry: { snapshot: await loadRegistry(pool, OWNER) },
    limits: deps.limits,
    now: Date.now,
    spentQuotas: new SpentQuotas(),
    findReads: async () => ({ text: '[]', count: 0, next: null }),
    commit: queue.commit,
    inFlight: new InFlight(standingLease()),
    seal: async () => ({ body: Buffer.from('{}'), headers: { 'Content-Type': 'application/json' } }),
    textOf: () => ({ text: '{}', next: null }),
    envelop: async (text) => ({ body: Buffer.from(text), headers: { 'Content-Type': 'application/json' } }),
    ...{ pool, cursorKey: Buffer.alloc(32), keptAnswersSecret: Buffer.alloc(32) },
    findShared: async () => new Set<string>(),
    rulesRevision: 'test',
    recordFault: async () => undefined,
    claimProof: async () => true,
    findHeldQuery: async () => null,
    hasPlace: async () => false,
    findReceipt: receiptFinder(pool, deps.signer, new FollowedLog({ db: pool })),
  };
  const log = { error: () => undefined };
  const app = createApp({
    isTrustedProxy: () => false,
    log,
    publicRoutes: [],
    apiRoutes: [routerOf(QUERY_ROUTES, routes)],
  });
  server = createServer(app).listen(0, '127.0.0.1');
  await once(server, 'listening');
});
beforeEach(() => {
  meanwhile = async () => undefined;
});
afterAll(async () => {
  server.closeAllConnections();
  server.close();
  await queue.close();
  await fixture.close();
});

function ask(path: string): Promise<Response> {
  const { from, to, plate, ...query } = stolenVehicleQuery();
  const body = JSON.stringify({
    ...query,
    plate: { number: plate?.number },
    from: new Date(from).toISOString(),
    to: new Date(to).toISOString(),
  });
  const headers = { 'Content-Type': 'application/json' };
  const { port } = server.address() as AddressInfo;
  return fetch(`http://127.0.0.1:${port}${path}`, { method: 'POST', headers, body });
}

const remove = () =>
  fixture.ownerPool.query(`UPDATE client_registration SET status = 'removed' WHERE client_id = 'adams-2'`);

test.each(['/v1/queries', '/v1/decisions'])(
  '%s: the asker is told to come again, and is answered then',
  async (path) => {
    expect((await ask(path)).status).toBe(200);
    meanwhile = remove;
    const response = await ask(path);
    expect([response.status, response.headers.get('Retry-After')]).toEqual([503, '1']);
    expect(await response.json()).toMatchObject({
      type: 'urn:alpr-sharing:problem:unavailable',
      detail:
        'a client or person of your agency, or an issuer, was changed while this was in progress; ask again',
    });
    meanwhile = async () => undefined;
    expect((await ask(path)).status).toBe(200);
  },
);
