/** Tests a sign-in from outside: asks the issuer what it publishes, and where it would send people back. */
import { ageOf, type Moment, momentOn, systemClock } from '../../faults/age.ts';
import { GatewayError } from '../../faults/errors.ts';
import { checkIssuerKeySet } from '../../identity/check-issuer-key-set.ts';
import type { OutboundPolicy } from '../../jobs/guard-address.ts';
import { guardedFetch } from '../../jobs/guarded-fetch.ts';
import { judgeDiscovery, type Metadata, tick } from './judge-discovery.ts';
import type { SignInTick, TestedSignIn } from './sign-in-test.schema.ts';

export interface SignInTestOptions {
  readonly outbound: OutboundPolicy;
  /** The address to which issuers send people back. */
  readonly callback: string;
  readonly pageClients: readonly { readonly issuer: string; readonly clientId: string }[];
}

export interface Tested {
  readonly issuer: string;
  readonly jwksUri: string;
  /** Null: the issuer alone is tested. */
  readonly clientId: string | null;
}

export type TestSignIn = (tested: Tested) => Promise<TestedSignIn>;

/** Each asks another machine three times: so many at once, and no more than that within so many milliseconds. */
const [AT_ONCE, WITHIN] = [3, 6_000];

export function openSignInTests({ callback, outbound, pageClients }: SignInTestOptions): TestSignIn {
  const fetch = guardedFetch({ policy: outbound, patience: 3_000, longest: 5_000, largest: 64 * 1024 });
  const begun: Moment[] = [];
  return async ({ clientId, issuer, jwksUri }) => {
    const [oldest] = begun;
    const wait = begun.length < AT_ONCE || oldest === undefined ? 0 : WITHIN - ageOf(oldest, systemClock);
    if (wait > 0) {
      throw new GatewayError('too_many_requests', 'sign-ins were tested just now: try again', {
        headers: { 'Retry-After': String(Math.ceil(wait / 1_000)) },
      });
    }
    begun.push(momentOn(systemClock));
    if (begun.length > AT_ONCE) begun.shift();
    const ticks = await ticksOf(fetch, { issuer, jwksUri }, (found) => {
      const byPages = pageClients.filter((one) => one.issuer === issuer);
      const client = clientId === null ? byPages[0] : byPages.find((one) => one.clientId === clientId);
      return redirectTick(fetch, found, client?.clientId ?? null, callback);
    });
    return { issuer, clientId, ready: ticks.every(({ holds }) => holds !== false), ticks };
  };
}

type Fetch = ReturnType<typeof guardedFetch>;

async function ticksOf(
  fetch: Fetch,
  registered: Omit<Tested, 'clientId'>,
  redirect: (found: Metadata) => Promise<SignInTick>,
): Promise<readonly SignInTick[]> {
  const found = await json(fetch, `${registered.issuer.replace(/\/$/, '')}/.well-known/openid-configuration`);
  if (typeof found === 'string') return [tick('discovery', false, found)];
  const ticks = judgeDiscovery(found, registered);
  const keys = await keysTick(fetch, registered.jwksUri);
  const judged = ticks.map((one) => (one.check === 'keys' && one.holds === true ? keys : one));
  return [...judged, await redirect(found)];
}

async function keysTick(fetch: Fetch, jwksUri: string): Promise<SignInTick> {
  const set = await json(fetch, jwksUri);
  if (typeof set === 'string') return tick('keys', false, set);
  try {
    const { size } = checkIssuerKeySet(set);
    return tick('keys', true, `${size} that can verify tokens, at the registered address`);
  } catch (error) {
    return tick('keys', false, (error as Error).message);
  }
}

/** Returns what was read, or the sentence on what to change. */
async function json(fetch: Fetch, url: string): Promise<Metadata | string> {
  try {
    const answer = await fetch(url, { headers: { Accept: 'application/json' } });
    if (answer.status !== 200) return `its address answers ${answer.status}: it must answer 200 with JSON`;
    const value: unknown = await answer.json().catch(() => null);
    return typeof value === 'object' && value !== null
      ? (value as Metadata)
      : 'its address does not answer JSON';
  } catch (error) {
    if (error instanceof GatewayError) return `its address cannot be asked: ${error.message}`;
    throw error;
  }
}

/** Asks for a sign-in that needs nobody: an issuer sends back only where it knows the address. */
async function redirectTick(
  fetch: Fetch,
  { authorization_endpoint: at, require_pushed_authorization_requests: pushed }: Metadata,
  clientId: string | null,
  callback: string,
): Promise<SignInTick> {
  const told = (holds: SignInTick['holds'], words: string) => tick('redirect', holds, words);
  if (clientId === null)
    return told(null, `no client of the pages is used with it: people would come back to ${callback}`);
  if (typeof at !== 'string' || !URL.canParse(at) || pushed === true)
    return told(null, `it cannot be asked without a key; register there: ${callback}`);
  const url = new URL(at);
  const asked = {
    ...{
      client_id: clientId,
      redirect_uri: callback,
      response_type: 'code',
      scope: 'openid',
      prompt: 'none',
    },
    ...{
      state: 'test',
      code_challenge: 'E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM',
      code_challenge_method: 'S256',
    },
  };
  for (const [name, value] of Object.entries(asked)) url.searchParams.set(name, value);
  try {
    const answer = await fetch(url.href, {});
    const back = answer.headers.get('Location') ?? '';
    return back.startsWith(callback)
      ? told(true, `people come back to ${callback}`)
      : told(false, `it does not know the address: register ${callback} for the client ${clientId}`);
  } catch (error) {
    if (error instanceof GatewayError)
      return told(false, `its authorization endpoint cannot be asked: ${error.message}`);
    throw error;
  }
}
