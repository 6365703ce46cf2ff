/** The HTTP side of a query whose agency's registrations change while it is under way. */
import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import { Registrations } from '../../../gateway/identity/registrations-store.ts';
import {
  createSharingFixture,
  PARTNER,
  partnerSystem,
  type SharingFixture,
  stolenVehicleQuery,
} from '../../setup/database/sharing-fixture.ts';
import { openQueue, type PatientQueue } from '../../setup/patient-queue.ts';
import { type ServedQueries, serveQueries } from './serve-queries.ts';

const ISSUER = 'http://issuer.test';

let fixture: SharingFixture;
let queue: PatientQueue;
let served: ServedQueries;
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
  served = await serveQueries(fixture, queue, {
    authenticate: async () => {
      await registrations.reload();
      const identities = registrations.findClient(ISSUER, 'adams')?.identities as number;
      await meanwhile();
      return { subject: partnerSystem(agencyId, { identities }), proof: null, keyThumbprint: 'test' };
    },
  });
});
beforeEach(() => {
  meanwhile = async () => undefined;
});
afterAll(async () => {
  served.close();
  await queue.close();
  await fixture.close();
});

function ask(path: string): Promise<Response> {
  const { from, to, plate, ...query } = stolenVehicleQuery();
  return served.post(path, {
    ...query,
    plate: { number: plate?.number },
    from: new Date(from).toISOString(),
    to: new Date(to).toISOString(),
  });
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
