/** What the demo's databases hold at first: agencies, identities, and grants. What is there already stays. */
import type pg from 'pg';
import { createLog } from '../audit/create-log.ts';
import { type Client, clientOf, connectWith } from '../cli/client/connect.ts';
import { GatewayProblem } from '../cli/client/http-client-answer.ts';
import { obtainSignIn } from '../cli/client/obtain-sign-in.ts';
import { connectAsPerson } from '../cli/client/person-client.ts';
import { connectPool } from '../database/db.ts';
import { seedAgencies } from '../registry/agencies/seed-agencies.ts';
import { CAST, COMMAND_LINE, OWNER_ORI } from './demo-cast.ts';
import type { DemoFacts } from './demo-file.ts';
import { makeDemoGrants } from './demo-grants.ts';
import type { DemoKeys } from './demo-keys.ts';
import { typeIn } from './issuer/type-in.ts';
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
    await seedAgencies({ pool: owners, owner: OWNER_ORI }, { confirmed: true, roster: ROSTER });
    return await seedIdentities(owners, issuer, keys);
  } finally {
    await Promise.all([pool.end(), owners.end()]);
  }
}

export interface SeedGrantsOptions {
  /** Whether its identities were registered just now: later, the administrators or the issuer may be removed. */
  readonly isNew: boolean;
  /** On, the one who approves signs in as a person. */
  readonly secondFactor: 'on' | 'off';
}

/** By two administrators over HTTP, like every grant. Resolves to whether it is the first start on these data. */
export async function seedGrants(
  facts: Omit<DemoFacts, 'databases'>,
  keys: DemoKeys,
  { isNew, secondFactor }: SeedGrantsOptions,
): Promise<boolean> {
  const clients = CAST.map((client) => ({
    ...client,
    ...(keys.clients[client.name] as DemoKeys['clients'][string]),
  })).map(({ privateJwk, ...rest }) => ({ ...rest, privateJwk: { ...privateJwk } }));
  const file = { ...facts, clients };
  const [proposer, approver] = await Promise.all([
    connectWith(file, 'admin-1', facts.gateway),
    secondFactor === 'on'
      ? signedInLater(facts, keys, 'admin-2')
      : connectWith(file, 'admin-2', facts.gateway),
  ]);
  return makeDemoGrants(proposer, approver, Date.now()).catch((error) => {
    if (isNew || !(error instanceof GatewayProblem) || error.answer.status !== 401) throw error;
    return false;
  });
}

/** Signs in with the first request: where nothing is to be approved, nobody does. */
function signedInLater(
  facts: Omit<DemoFacts, 'databases'>,
  keys: DemoKeys,
  login: string,
): Pick<Client, 'call'> {
  const { gateway } = facts;
  let signedIn: Promise<Client> | undefined;
  const signIn = async () => {
    const typed = { login, ...(keys.people[login] as DemoKeys['people'][string]) };
    // The code of the step before: the one of now is left to the one who signs in first.
    const show = (address: string) => typeIn(address, typed, 1);
    const kept = await obtainSignIn({ ...facts, clientId: COMMAND_LINE, device: false, show });
    return clientOf(await connectAsPerson(kept, gateway), facts, kept);
  };
  return {
    call: async (...asked) => {
      signedIn ??= signIn();
      return (await signedIn).call(...asked);
    },
  };
}
