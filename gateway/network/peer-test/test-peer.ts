/**
 * Tests the way to another gateway, part by part, and says whose side a fault is on. What comes after a fault is not looked
 * at: it would fail for the same reason. It takes five seconds at most.
 */
import { promises as dns } from 'node:dns';
import type pg from 'pg';
import { appendEvents } from '../../audit/append-events.ts';
import { ownerEvent } from '../../audit/owner-event.ts';
import { connectAs, type GatewayClient } from '../../cli/client/http-client.ts';
import { inTransaction } from '../../database/db-transaction.ts';
import { readNow } from '../../database/read-now.ts';
import type { EnvelopeKeys } from '../../identity/jose/envelope-keys/envelope-keys.ts';
import { signCompact } from '../../identity/jose/envelope-keys/seal-envelope.ts';
import type { ConnectDeps } from '../../jobs/connect-gateway.ts';
import { type GatewayCredentials, readGatewayCredentials } from '../../jobs/gateway-credentials.ts';
import { guardedFetch } from '../../jobs/guarded-fetch.ts';
import type { Peer } from '../agreements/peers-store.ts';
import { SET_TYPE } from '../signals/session-revoked.ts';
import { findPeerAgency } from '../signals/signals-store.ts';
import { askDryRun, askForSignal, proveReceipt } from './ask-for-test.ts';
import { CHECKS, type Check, PeerFault, type PeerTick, type TestedPeer } from './peer-test.schema.ts';
import {
  compareClocks,
  compareMetadata,
  type LookUp,
  membersTaken,
  readMetadata,
  resolveName,
} from './reach-peer.ts';

export interface TestPeerDeps extends ConnectDeps {
  readonly pool: pg.Pool;
  readonly envelopeKeys: Pick<EnvelopeKeys, 'current'>;
  readonly owner: string;
  /** The origin of our log, and the `resource` of this gateway. */
  readonly origin: string;
  readonly resource: string;
  readonly now: () => number;
  readonly lookUp?: LookUp;
  /** Signs in at the other gateway. */
  readonly connect?: typeof connectAs;
}

/** Milliseconds of the whole test, and of one call. */
const WHOLE = 5_000;
const CALL = 1_500;

export async function testPeer(peer: Peer, deps: TestPeerDeps): Promise<TestedPeer> {
  const held = new Map<Check, string>();
  const fault = await run(peer, deps, held).then(
    () => null,
    (error) => {
      if (error instanceof PeerFault) return error;
      throw error;
    },
  );
  const ticks = CHECKS.map((check): PeerTick => {
    const says = held.get(check);
    if (fault?.check === check) return { check, state: 'fault', side: fault.side, says: fault.message };
    return says === undefined
      ? { check, state: 'unchecked', side: null, says: 'not looked at: mend the fault first' }
      : { check, state: 'holds', side: null, says };
  });
  return { ori: peer.ori, ready: fault === null, ticks };
}

/** @throws PeerFault for the first part that does not hold */
async function run(peer: Peer, deps: TestPeerDeps, held: Map<Check, string>): Promise<void> {
  const { ca, envelopeKeys, now, outbound: policy, owner, pool, resource } = deps;
  const ends = performance.now() + WHOLE;
  const fetchInTime = () => {
    const longest = Math.max(100, Math.min(CALL, ends - performance.now()));
    return guardedFetch({
      policy,
      patience: longest,
      longest,
      largest: 2 ** 20,
      ...(ca === undefined ? {} : { ca }),
    });
  };
  const credentials = await readGatewayCredentials(deps.credentialsDir, peer.ori.toLowerCase()).catch(
    ({ message }) => String(message),
  );
  const address = typeof credentials === 'string' ? peer.resource : credentials.gateway;
  held.set('dns', await resolveName(new URL(address), policy, deps.lookUp ?? lookUpInTime));
  const metadata = await readMetadata(address, fetchInTime());
  held.set('tls', 'it can be reached');
  held.set('metadata', compareMetadata(metadata, peer));
  held.set('clock', compareClocks(metadata.at, now(), await readNow(pool)));
  const client = await signIn(credentials, peer, deps.connect ?? connectAs, fetchInTime());
  held.set('token', 'our issuer gives a token for it');
  const asked = await logAsked(peer, deps);
  const asker = membersTaken(metadata).has('asker') ? asked.entry : null;
  const prove = async () => {
    const receipt = await askDryRun(client, owner, asker, now());
    held.set('dry_run', 'it would decide a query of ours');
    return proveReceipt(receipt, peer.logKey, asker);
  };
  // Their log may hold the question; without an answer in ours, the next comparison of the logs would report a difference.
  const proven = await prove().catch(async (fault) => {
    await logAnswered(pool, asked, { outcome: 'no_answer', count: 0 });
    throw fault;
  });
  held.set('receipt', 'its log proves what it answered');
  await logAnswered(pool, asked, { outcome: 'dry_run', count: 0, ...proven });
  const sign = (signal: object) =>
    signCompact(JSON.stringify(signal), envelopeKeys.current(now()), { typ: SET_TYPE });
  held.set(
    'signal',
    await askForSignal(client, { iss: resource, aud: peer.resource, tenant: peer.ori }, sign, now()),
  );
}

async function signIn(
  credentials: GatewayCredentials | string,
  peer: Peer,
  connect: typeof connectAs,
  fetch: ReturnType<typeof guardedFetch>,
): Promise<GatewayClient> {
  if (typeof credentials === 'string') throw new PeerFault('token', 'ours', credentials);
  const { gateway, ...own } = credentials;
  if (own.resource !== peer.resource)
    throw new PeerFault(
      'token',
      'ours',
      'our credentials are for another `resource` than the agreement names: correct the file',
    );
  return connect({ ...own, scope: 'alpr.query' }, gateway, fetch).catch(() => {
    throw new PeerFault(
      'token',
      'ours',
      `our issuer ${own.issuer} gives no token for it: look at the issuer, and at the client there`,
    );
  });
}

const lookUpInTime: LookUp = async (host) => {
  const late = new Promise<never>((_, reject) => {
    setTimeout(() => reject(Object.assign(new Error('too slow'), { code: 'ETIMEOUT' })), CALL).unref();
  });
  return Promise.race([dns.lookup(host, { all: true }), late]);
};

interface AskedForTest {
  readonly agency: { readonly id: number; readonly ori: string };
  readonly entry: { readonly origin: string; readonly index: number; readonly leafHash: string };
}

/** A test is an ask as any other: both logs have it, so that their comparison finds nothing. */
async function logAsked({ ori }: Peer, { origin, pool }: TestPeerDeps): Promise<AskedForTest> {
  const agency = { id: await findPeerAgency(pool, ori), ori };
  const event = ownerEvent({ kind: 'peer_asked', agency, owner: { peer: ori, test: true } });
  const { sealed } = await inTransaction(pool, (trx) => appendEvents(trx, [event]));
  const { index, leafHash } = sealed[0] as (typeof sealed)[number];
  return { agency, entry: { origin, index, leafHash: leafHash.toString('base64') } };
}

async function logAnswered(pool: pg.Pool, { agency, entry }: AskedForTest, outcome: object): Promise<void> {
  const owner = { asked: entry.index, peer: agency.ori, ...outcome };
  await inTransaction(pool, (trx) =>
    appendEvents(trx, [ownerEvent({ kind: 'peer_answered', agency, owner })]),
  );
}
