/** Keeps this node signed in at partners' gateways, and knows of each whether it takes the member `asker`. */
import { ageOf, type Moment, momentOn, systemClock } from '../../faults/age.ts';
import { GatewayError } from '../../faults/errors.ts';
import { type ConnectDeps, type ConnectedGateway, connectGateway } from '../../jobs/connect-gateway.ts';
import type { Peer } from '../agreements/peers-store.ts';
import { compareMetadata, readMetadata } from '../peer-test/reach-peer.ts';

export interface PeerLine extends Pick<ConnectedGateway, 'client'> {
  readonly knowsAsker: boolean;
}

/** Milliseconds after which a partner's metadata are read again: it may have been upgraded. */
const METADATA_FOR = 300_000;
/** Milliseconds of silence, and altogether: an officer waits. */
const BOUNDS = { patience: 10_000, longest: 20_000, largest: 2 ** 20 };

export class PeerLines {
  readonly #deps: ConnectDeps;
  readonly #lines = new Map<string, { readonly line: Promise<PeerLine>; readonly at: Moment }>();

  constructor(deps: ConnectDeps) {
    this.#deps = deps;
  }

  /** @throws GatewayError that says what stands in the way, `conflict` for what our operator has to mend; PeerFault */
  to(peer: Peer): Promise<PeerLine> {
    const known = this.#lines.get(peer.ori);
    if (known !== undefined && ageOf(known.at, systemClock) < METADATA_FOR) return known.line;
    const line = this.#open(peer);
    this.#lines.set(peer.ori, { line, at: momentOn(systemClock) });
    line.catch(() => this.forget(peer.ori));
    return line;
  }

  /** Makes the next question sign in anew. */
  forget(ori: string): void {
    this.#lines.delete(ori);
  }

  async #open(peer: Peer): Promise<PeerLine> {
    const opened = await connectGateway(peer.ori.toLowerCase(), 'alpr.query', BOUNDS, this.#deps);
    if (opened.resource !== peer.resource) {
      const what = 'the credentials for this agency are for another `resource` than its agreement names';
      throw new GatewayError('conflict', what);
    }
    const metadata = await readMetadata(opened.gateway, opened.fetch);
    compareMetadata(metadata, peer);
    const { alpr_request: known } = metadata.said;
    return { client: opened.client, knowsAsker: Array.isArray(known) && known.includes('asker') };
  }
}
