/** The first half of the test: the name, the connection, what the other gateway says of itself, and its clock. */
import { isIP } from 'node:net';
import { GatewayError } from '../../faults/errors.ts';
import { isOpen, type OutboundPolicy } from '../../jobs/guard-address.ts';
import type { guardedFetch } from '../../jobs/guarded-fetch.ts';
import type { Peer } from '../agreements/peers-store.ts';
import { PeerFault } from './peer-test.schema.ts';

/** Looks a name up. */
export type LookUp = (host: string) => Promise<readonly { readonly address: string }[]>;

/** @throws PeerFault */
export async function resolveName(address: URL, policy: OutboundPolicy, lookUp: LookUp): Promise<string> {
  const host = address.hostname.replace(/^\[|\]$/g, '');
  const found =
    isIP(host) === 0 ? await lookUp(host).catch((error) => ofName(error, host)) : [{ address: host }];
  if (found.every((one) => isOpen(one.address, policy))) return `${host} is at ${found.length} address(es)`;
  throw new PeerFault(
    'dns',
    'ours',
    `${host} lies in a range that this gateway may not call: name it in OUTBOUND_RANGES`,
  );
}

function ofName({ code }: { readonly code?: unknown }, host: string): never {
  if (code === 'ENOTFOUND') throw new PeerFault('dns', 'theirs', `there is no ${host} in DNS: they enter it`);
  throw new PeerFault(
    'dns',
    'ours',
    `our resolver gives no answer about ${host}: look at /etc/resolv.conf of this machine`,
  );
}

export interface Metadata {
  readonly said: Readonly<Record<string, unknown>>;
  /** Its clock, ms since the epoch; null where the answer has none. */
  readonly at: number | null;
}

/** @throws PeerFault */
export async function readMetadata(
  address: string,
  fetch: ReturnType<typeof guardedFetch>,
): Promise<Metadata> {
  const url = `${address.replace(/\/*$/, '')}/.well-known/oauth-protected-resource`;
  const answer = await fetch(url, {}).catch(ofConnection);
  const said: unknown = await answer.json().catch(() => null);
  if (!answer.ok || typeof said !== 'object' || said === null) {
    const what = `its metadata answer ${answer.status}: they serve /.well-known/oauth-protected-resource there`;
    throw new PeerFault('metadata', 'theirs', what);
  }
  const at = Date.parse(answer.headers.get('Date') ?? '');
  return { said: said as Metadata['said'], at: Number.isNaN(at) ? null : at };
}

/** Returns the members of a query that it lists: none of these is sent to a gateway that does not list it. */
export function membersTaken({ said: { alpr_request: listed } }: Metadata): ReadonlySet<string> {
  return new Set(Array.isArray(listed) ? listed : []);
}

/** Node's codes for certificates, in words. */
const CERTIFICATES: Readonly<Record<string, string>> = {
  CERT_HAS_EXPIRED: 'its certificate has expired: they renew it',
  CERT_NOT_YET_VALID: 'its certificate is not valid yet: they look at its dates',
  ERR_TLS_CERT_ALTNAME_INVALID: 'its certificate is for another name: they get one for this address',
};
const UNTRUSTED =
  'its certificate is not of an authority that this machine knows: they serve the whole chain';

function ofConnection(error: unknown): never {
  const codes: unknown[] = [];
  for (let cause: unknown = error; cause instanceof Error; cause = cause.cause) {
    codes.push((cause as { code?: unknown }).code);
  }
  const code = codes.map(String).find((one) => one in CERTIFICATES || /CERT|SIGNED|TLS|SSL/.test(one));
  if (code !== undefined) throw new PeerFault('tls', 'theirs', CERTIFICATES[code] ?? UNTRUSTED);
  if (error instanceof GatewayError && error.code === 'malformed')
    throw new PeerFault('tls', 'ours', error.message);
  const refused = codes.includes('ECONNREFUSED');
  const what = refused ? 'nothing listens at its address' : 'its address gives no answer';
  throw new PeerFault('tls', 'theirs', `${what}: they look at whether it runs, and at their firewall`, {
    cause: error,
  });
}

/** Holds what it says of itself against the agreement. @throws PeerFault */
export function compareMetadata({ said }: Metadata, { logKey, ori, resource }: Peer): string {
  const differs = (member: string, wanted: string, what: string) => {
    const is = said[member];
    // A log that changes its key has two.
    const known = wanted.split(' ');
    if (
      is === undefined ||
      String(is)
        .split(' ')
        .some((one) => known.includes(one))
    )
      return;
    throw new PeerFault('metadata', 'theirs', `its \`${member}\` is not that of the agreement: ${what}`);
  };
  differs('resource', resource, 'they set PUBLIC_URL to it, or propose an agreement that replaces it');
  differs('alpr_ori', ori, 'another agency answers at this address');
  differs(
    'alpr_log_key',
    logKey,
    'its log has another key, which no entry of its log tells of: propose an agreement that replaces it',
  );
  return 'it says of itself what the agreement says';
}

/** Milliseconds by which clocks may differ: tokens and proofs hold for a minute. */
const SKEW = 30_000;

/** @param ours this node's clock @param database the clock of our database, which tells which of the two is wrong */
export function compareClocks(theirs: number | null, ours: number, database: number): string {
  if (theirs === null || Math.abs(theirs - ours) <= SKEW) return 'the clocks agree';
  const seconds = Math.round(Math.abs(theirs - ours) / 1_000);
  const isOurs = Math.abs(ours - database) > SKEW;
  const whose = isOurs ? 'this machine’s clock is not that of its database: set it' : 'they set theirs';
  throw new PeerFault(
    'clock',
    isOurs ? 'ours' : 'theirs',
    `the clocks differ by ${seconds} seconds: ${whose}`,
  );
}
