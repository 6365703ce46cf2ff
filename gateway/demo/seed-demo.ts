/** What the demo's databases hold at first: agencies, identities, and grants. What is there already stays. */
import type pg from 'pg';
import { seedAgencies } from '../agencies/seed-agencies.ts';
import { createLog } from '../audit/create-log.ts';
import { connectWith } from '../cli/connect.ts';
import { GatewayProblem } from '../cli/http-client-answer.ts';
import { connectPool } from '../database/db.ts';
import { CAST, OWNER_ORI } from './demo-cast.ts';
import type { DemoFacts } from './demo-file.ts';
import { makeDemoGrants } from './demo-grants.ts';
import type { DemoKeys } from './demo-keys.ts';
import type { DatabaseUrls } from './provision-databases.ts';
import { seedIdentities } from './seed-identities.ts';

const ROSTER = 1_000;

/**
 * In production a person confirms each agency; the demo counts them as confirmed. Resolves to whether its identities
 * are registered just now.
 */
export async function seedRegistry(
  { gatewayUrl, gatewayOwnerUrl }: DatabaseUrls,
  logOrigin: string,
  issuer: { readonly issuer: string; readonly jwksUri: string },
  keys: DemoKeys,
): Promise<boolean> {
  const [pool, owners] = [gatewayUrl, gatewayOwnerUrl].map((url) =>
    connectPool(url, { applicationName: 'gateway-demo' }),
  ) as [pg.Pool, pg.Pool];
  try {
    await createLog(pool, logOrigin);
    await seedAgencies({ pool, owner: OWNER_ORI }, { confirmed: true, roster: ROSTER });
    return await seedIdentities(owners, issuer, keys);
  } finally {
    await Promise.all([pool.end(), owners.end()]);
  }
}

/**
 * By two administrators over HTTP, like every grant. Resolves to whether it is the first start on these data.
 * @param isNew whether its identities were registered just now: later, the administrators or the issuer may be removed
 */
export async function seedGrants(
  facts: Omit<DemoFacts, 'databases'>,
  keys: DemoKeys,
  isNew: boolean,
): Promise<boolean> {
  const clients = CAST.map((client) => ({
    ...client,
    ...(keys.clients[client.name] as DemoKeys['clients'][string]),
  })).map(({ privateJwk, ...rest }) => ({ ...rest, privateJwk: { ...privateJwk } }));
  const file = { ...facts, clients };
  const [proposer, approver] = await Promise.all([
    connectWith(file, 'admin-1', facts.gateway),
    connectWith(file, 'admin-2', facts.gateway),
  ]);
  return makeDemoGrants(proposer, approver, Date.now()).catch((error) => {
    if (isNew || !(error instanceof GatewayProblem) || error.answer.status !== 401) throw error;
    return false;
  });
}
