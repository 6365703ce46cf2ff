/** Two gateways in one process, each with a database, a log and an issuer of its own, that reach each other over HTTP. */
import type { GatewayClient } from '../../gateway/cli/client/http-client.ts';
import { GatewayError } from '../../gateway/faults/errors.ts';
import type { Agreement, Party, Terms } from '../../gateway/network/agreements/agreement-document.ts';
import type { Ori } from '../../sharing-rules/terms/agency.ts';
import { type Administration, startAdministration } from './administration.ts';

export interface Side {
  readonly node: Administration;
  readonly party: Party;
  readonly other: Party;
  /** False while the other side is down for this one. */
  reaches: boolean;
  /** Tells the other side what is due. */
  tell(): Promise<void>;
  /** The agreements by their status, the newest first. */
  statuses(): Promise<string[]>;
}

export interface TwoGateways {
  readonly a: Side;
  readonly b: Side;
  /** A document that both may sign. */
  document(changes?: Partial<Agreement>): Agreement;
  close(): Promise<void>;
}

const A = 'CO0010300' as Ori;
const B = 'CO0010100' as Ori;
/** The client by which a gateway signs in at others. */
export const CLIENT = 'gateway';

export async function startTwoGateways(): Promise<TwoGateways> {
  const a = await startAdministration({ owner: A });
  const b = await startAdministration({ owner: B });
  await a.register(B);
  await b.register(A);
  const partyOf = ({ issuer, logKey, owner: ori, url: resource }: Administration): Party => ({
    ...{ ori, name: `Agency ${ori}`, resource, issuer, logKey },
  });
  const sideOf = (node: Administration, other: Administration): Side => {
    const side: Side = {
      node,
      party: partyOf(node),
      other: partyOf(other),
      reaches: true,
      tell: () => node.tell(async () => (side.reaches ? clientOf(node, other) : unreachable())),
      statuses: async () => {
        const { body } = await node.call('admin-1', 'GET', '/v1/agreements');
        return body.agreements.map(({ status }: { status: string }) => status);
      },
    };
    return side;
  };
  const sides = { a: sideOf(a, b), b: sideOf(b, a) };
  const gives: Terms = {
    ...{ purposes: ['stolen_vehicle'], dataClasses: ['reads'], lookBackDays: 21, dailyRecords: 500 },
    ...{ retentionDays: 30, officerMfa: true },
  };
  let made = 0;
  return {
    ...sides,
    document: (changes = {}) => ({
      type: 'alpr-agreement/v1',
      parties: [sides.a.party, sides.b.party],
      gives: { [A]: gives, [B]: gives },
      article74: true,
      from: '2026-01-01T00:00:00Z',
      // Another one each time: what has ended never comes back.
      until: new Date(Date.UTC(2060, 0, 1) + made++ * 1_000).toISOString(),
      ...changes,
    }),
    close: async () => {
      await Promise.all([a.close(), b.close()]);
    },
  };
}

function unreachable(): never {
  throw new GatewayError('unavailable', 'the other gateway is down');
}

/** Signs in as the gateway of `from` at that of `to`, by the issuer of `from`. */
function clientOf(from: Administration, to: Administration): GatewayClient {
  const who = { client: CLIENT, ori: from.owner, scope: 'alpr.query' };
  const open: GatewayClient['open'] = (method, path, body) =>
    fetch(`${to.url}${path}`, {
      method,
      headers: { ...from.credentialsAt(to.url, who, method, path), 'Content-Type': 'application/json' },
      body: JSON.stringify(body),
    });
  return {
    open,
    request: async (...asked) => {
      const response = await open(...asked);
      return { status: response.status, headers: response.headers, body: await response.json() } as never;
    },
  };
}
