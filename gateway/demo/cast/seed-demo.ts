/** Fills the demo's databases with agencies, identities and grants; existing rows stay. */
import type pg from 'pg';
import { DAY } from '../../../sharing-rules/terms/retention.ts';
import { createLog } from '../../audit/create-log.ts';
import { type Client, clientOf, connectWith } from '../../cli/client/connect.ts';
import { GatewayProblem } from '../../cli/client/http-client-answer.ts';
import { obtainSignIn } from '../../cli/client/obtain-sign-in.ts';
import { connectAsPerson } from '../../cli/client/person-client.ts';
import { connectPool } from '../../database/db.ts';
import { seedAgencies } from '../../registry/agencies/seed-agencies.ts';
import type { Config } from '../../settings/config.ts';
import { makeHistory } from '../history/make-history.ts';
import { openPast } from '../history/open-past.ts';
import { typeIn } from '../issuer/type-in.ts';
import { COMMAND_LINE, type DemoCast } from './demo-cast.ts';
import type { DemoFacts } from './demo-file.ts';
import { makeDemoGrants } from './demo-grants.ts';
import type { DemoKeys } from './demo-keys.ts';
import { OTHER_PLATES } from './sample-reads.ts';
import { seedIdentities } from './seed-identities.ts';

const ROSTER = 1_000;

/** The gateway's database, by its two roles. */
interface LogUrls {
  readonly gatewayUrl: string;
  readonly gatewayOwnerUrl: string;
}

/**
 * Counts the agencies as confirmed, which a person does in production. Resolves to true if the identities
 * have just been registered.
 */
export async function seedRegistry(
  { gatewayUrl, gatewayOwnerUrl }: LogUrls,
  logOrigin: string,
  issuer: { readonly issuer: string; readonly jwksUri: string },
  keys: DemoKeys,
): Promise<boolean> {
  const [pool, owners] = [gatewayUrl, gatewayOwnerUrl].map((url) =>
    connectPool(url, { applicationName: 'gateway-demo' }),
  ) as [pg.Pool, pg.Pool];
  try {
    await createLog(pool, logOrigin);
    await seedAgencies({ pool: owners, owner: keys.cast.owner }, { confirmed: true, roster: ROSTER });
    return await seedIdentities(owners, issuer, keys);
  } finally {
    await Promise.all([pool.end(), owners.end()]);
  }
}

export interface PastOptions {
  readonly databases: LogUrls;
  readonly config: Config;
  readonly logOrigin: string;
  readonly issuer: { readonly issuer: string; readonly jwksUri: string };
  readonly keys: DemoKeys;
  /** Milliseconds since the epoch. */
  readonly now: number;
  /** Days of history; default: as far back as the sample of reads goes. */
  readonly days?: number;
  readonly tell: (line: string) => void;
}

/** Days of invented past; the sample of reads goes back as far. */
const PAST_DAYS = 29;

/** Each client's share of all queries; most come from those with a grant. */
const SHARES: Readonly<Record<string, number>> = {
  ...{ adams: 46, aurora: 34, thornton: 14 },
  ...{ brighton: 3, 'southern-ute': 1, laramie: 1, 'fbi-denver': 1 },
};

/** Runs `seedRegistry` a month ago, and makes the month since; only the former if there is a log already. */
export async function seedWithPast(options: PastOptions): Promise<boolean> {
  const { config, databases, days = PAST_DAYS, issuer, keys, logOrigin, now, tell } = options;
  const from = Math.floor(now / DAY) * DAY - days * DAY;
  const clock = await openPast(databases, from - 60_000);
  if (clock === null) {
    tell('no history is made: this demo has a log already; to start over, remove its directory');
    return seedRegistry(databases, logOrigin, issuer, keys);
  }
  try {
    const then = { gatewayUrl: clock.url, gatewayOwnerUrl: clock.ownerUrl };
    const isNew = await seedRegistry(then, logOrigin, issuer, keys);
    const partners = keys.cast.clients.flatMap(({ grant, name, ori }) => {
      const share = SHARES[name];
      if (share === undefined) return [];
      const revoked = grant === 'revoked' ? { revokedAfter: 11 } : {};
      return [{ name, ori, share, isGranted: grant !== 'none', ...revoked }];
    });
    const entries = await makeHistory({
      ...{ config, logOrigin, clock, issuer, from, days, partners, plates: OTHER_PLATES },
      clientId: COMMAND_LINE,
      onDay: (day) => day % 7 === 0 && tell(`making a month of history: day ${day + 1} of ${days}`),
    });
    tell(`a month of history is made: ${entries} entries of the log`);
    return isNew;
  } finally {
    await clock.close();
  }
}

type Reached = Omit<DemoFacts, 'databases' | 'peers'>;
type Asker = Pick<Client, 'call'>;

/** Sets a demo up over HTTP, as real administrators do. */
export interface Administrators {
  /** Proposes with a key alone. */
  readonly proposer: Asker;
  /** Two persons who give access, and who have signed in where the settings ask for that. */
  readonly persons: readonly [first: Asker, second: Asker];
}

/** @param stepsAgo how many time steps old the one-time code is; 1 leaves the current code unused for the next sign-in */
export async function administratorsOf(
  facts: Reached,
  keys: DemoKeys,
  secondFactor: 'on' | 'off',
  stepsAgo = 1,
): Promise<Administrators> {
  const clients = keys.cast.clients
    .map((client) => ({ ...client, ...(keys.clients[client.name] as DemoKeys['clients'][string]) }))
    .map(({ privateJwk, ...rest }) => ({ ...rest, privateJwk: { ...privateJwk } }));
  const byKey = (name: string) => connectWith({ ...facts, clients }, name, facts.gateway);
  const proposer = await byKey('admin-1');
  if (secondFactor === 'off') return { proposer, persons: [proposer, await byKey('admin-2')] };
  return {
    proposer,
    persons: [
      signedInLater(facts, keys, 'admin-1', stepsAgo),
      signedInLater(facts, keys, 'admin-2', stepsAgo),
    ],
  };
}

/**
 * Grants through two administrators over HTTP. Resolves to true at the first start on these data.
 * @param isNew true if the identities are new; later, administrators or the issuer may have been removed
 */
export function seedGrants(
  cast: DemoCast,
  { persons: [, approver], proposer }: Administrators,
  isNew: boolean,
): Promise<boolean> {
  return makeDemoGrants(cast, proposer, approver, Date.now()).catch((error) => {
    if (isNew || !(error instanceof GatewayProblem) || error.answer.status !== 401) throw error;
    return false;
  });
}

/** Signs in with the first request, so that nobody does if nothing is to be approved. */
function signedInLater(facts: Reached, keys: DemoKeys, login: string, stepsAgo: number): Asker {
  const { gateway } = facts;
  let signedIn: Promise<Client> | undefined;
  const signIn = async () => {
    const typed = { login, ...(keys.people[login] as DemoKeys['people'][string]) };
    const show = (address: string) => typeIn(address, typed, stepsAgo);
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
