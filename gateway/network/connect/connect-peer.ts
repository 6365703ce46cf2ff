/**
 * Keeps this node signed in at other gateways, with the credentials that our operator keeps for each, as any of their
 * partners is. After whatever went wrong, the next request signs in anew: credentials, issuer or metadata may be mended.
 */
import type { GatewayClient } from '../../cli/client/http-client.ts';
import { ageOf, type Moment, momentOn, systemClock } from '../../faults/age.ts';
import { GatewayError } from '../../faults/errors.ts';
import { type ConnectDeps, connectGateway } from '../../jobs/connect-gateway.ts';
import { readGatewayCredentials } from '../../jobs/gateway-credentials.ts';
import type { FetchBounds } from '../../jobs/guarded-fetch.ts';
import type { Peer } from '../agreements/peers-store.ts';
import { compareMetadata, type Metadata, membersTaken, readMetadata } from '../peer-test/reach-peer.ts';

export interface PeerConnection extends Pick<GatewayClient, 'request'> {
  /** The `resource` that our credentials are for. */
  readonly resource: string;
  /** Reads, once, what the gateway says of itself. @throws PeerFault */
  metadata(): Promise<Metadata>;
  /** Makes the next request sign in anew. */
  forget(): void;
}

/** @throws GatewayError `conflict` without credentials; `unavailable` */
export type ConnectPeer = (ori: string) => Promise<PeerConnection>;

type Bounds = Pick<FetchBounds, 'largest' | 'longest' | 'patience'>;
/** Milliseconds and bytes for what no officer waits for. */
const UNHURRIED: Bounds = { patience: 15_000, longest: 60_000, largest: 8 * 2 ** 20 };
/** The same where one does. */
export const HURRIED: Bounds = { patience: 10_000, longest: 20_000, largest: 2 ** 20 };
/** Milliseconds after which credentials and metadata are read again: the gateway may have been upgraded. */
const KEPT_FOR = 300_000;

export function openPeers(deps: ConnectDeps, bounds = UNHURRIED): ConnectPeer {
  const kept = new Map<string, { readonly connection: Promise<PeerConnection>; readonly at: Moment }>();
  const open = async (ori: string): Promise<PeerConnection> => {
    const opened = await connectGateway(ori.toLowerCase(), 'alpr.query', bounds, deps);
    const forget = () => void kept.delete(ori);
    let metadata: Promise<Metadata> | undefined;
    return {
      resource: opened.resource,
      forget,
      metadata: () => {
        metadata ??= readMetadata(opened.gateway, opened.fetch);
        return metadata;
      },
      request: async (...asked) => {
        const answer = await opened.client.request(...asked).catch((error) => {
          forget();
          throw error;
        });
        if (answer.status === 401) forget();
        return answer;
      },
    };
  };
  return (ori) => {
    const known = kept.get(ori);
    if (known !== undefined && ageOf(known.at, systemClock) < KEPT_FOR) return known.connection;
    const connection = open(ori);
    kept.set(ori, { connection, at: momentOn(systemClock) });
    connection.catch(() => kept.delete(ori));
    return connection;
  };
}

export interface AskedGateway {
  readonly client: Pick<GatewayClient, 'request'>;
  /** The members of a query that earlier versions do not know, and this one does. */
  readonly takes: ReadonlySet<string>;
}

/** Connects to a partner that is to be asked. @throws as `ConnectPeer`; PeerFault where it is not as its agreement says */
export async function connectToAsk(connect: ConnectPeer, peer: Peer): Promise<AskedGateway> {
  const client = await connect(peer.ori);
  try {
    if (client.resource !== peer.resource) {
      const what = 'the credentials for this agency are for another `resource` than its agreement names';
      throw new GatewayError('conflict', what);
    }
    const metadata = await client.metadata();
    compareMetadata(metadata, peer);
    return { client, takes: membersTaken(metadata) };
  } catch (error) {
    client.forget();
    throw error;
  }
}

/** Returns the client by which we sign in there; null: there are no credentials yet. */
export const clientFinder =
  ({ credentialsDir }: Pick<ConnectDeps, 'credentialsDir'>) =>
  (ori: string): Promise<string | null> =>
    readGatewayCredentials(credentialsDir, ori.toLowerCase()).then(
      ({ clientId }) => clientId,
      () => null,
    );
