/** Opens what a node has of the network: who we are in it, how others are reached, and what it does there by itself. */
import { join } from 'node:path';
import type { CheckpointSigner } from '../audit/checkpoint-signer.ts';
import { repeat } from '../faults/repeat.ts';
import type { Identity } from '../identity/create-identity.ts';
import type { ConnectDeps } from '../jobs/connect-gateway.ts';
import type { WithdrawRightDeps } from '../release/revoke/withdraw-right.ts';
import type { Config } from '../settings/config.ts';
import type { Logger } from '../settings/logger.ts';
import type { Admission } from '../sign-in/admission.ts';
import type { OwnParty } from './agreements/own-party.ts';
import type { Peer } from './agreements/peers-store.ts';
import { type FindKeys, openFindKeys } from './agreements/register-other.ts';
import { tellAgreements } from './agreements/tell-agreements.ts';
import type { AskPeerDeps } from './asks/ask-peer.ts';
import { startChecks } from './checks/start-checks.ts';
import { type ConnectPeer, clientFinder, connectToAsk, HURRIED, openPeers } from './connect/connect-peer.ts';
import type { TestedPeer } from './peer-test/peer-test.schema.ts';
import { testPeer } from './peer-test/test-peer.ts';
import { openPeerKeys } from './signals/peer-keys.ts';
import { type SendSignalsDeps, startSignals } from './signals/send-signals.ts';
import type { TakeSignalDeps } from './signals/take-signal.ts';

export interface Network {
  readonly self: OwnParty;
  /** Says how others and sources of lists are called: in the ranges allowed, with the operator's credentials. */
  readonly outside: ConnectDeps;
  readonly connect: ConnectPeer;
  readonly reach: AskPeerDeps['reach'];
  readonly findKeys: FindKeys;
  readonly clientAt: (ori: string) => Promise<string | null>;
  /** Holds what is needed to take signals of others. */
  readonly taking: Pick<TakeSignalDeps, 'keysOf' | 'owner' | 'resource'>;
  readonly testPeer: (peer: Peer) => Promise<TestedPeer>;
  close(): Promise<void>;
}

interface NetworkParts
  extends Pick<WithdrawRightDeps, 'inFlight'>,
    Pick<SendSignalsDeps, 'envelopeKeys' | 'now'> {
  readonly admission: Pick<Admission, 'lowering' | 'partners'>;
  readonly identity: Identity;
  readonly signer: OwnParty['signer'] & Pick<CheckpointSigner, 'origin'>;
  readonly log: Logger;
}

/** Milliseconds between two looks at what is to be told. */
const TELL_EVERY = 2_000;

export function openNetwork(
  { dataDir, outboundRanges, owner }: Pick<Config, 'dataDir' | 'outboundRanges' | 'owner'>,
  { admission, envelopeKeys, identity, inFlight, log, now, signer }: NetworkParts,
): Network {
  const { registrations, resource } = identity;
  // Timers and other gateways' requests must not use up the connections of withdrawals.
  const { pool } = admission.partners;
  const outside = {
    outbound: { allow: outboundRanges },
    credentialsDir: join(dataDir, 'secrets', 'gateways'),
  };
  const connect = openPeers(outside);
  const asking = openPeers(outside, HURRIED);
  const self = { owner, registrations, resource, signer };
  // A note that comes back may end a grant.
  const telling = { ...admission.lowering, inFlight, self, log, connect };
  const told = repeat(TELL_EVERY, () =>
    tellAgreements(telling).catch(({ code }) =>
      log.error({ code }, 'other gateways are not told of agreements; it is tried again'),
    ),
  );
  const checks = startChecks({ connect, pool, log });
  const signals = startSignals({ connect, pool, log, envelopeKeys, now, resource });
  const taking = { owner, resource, keysOf: openPeerKeys(pool, outside) };
  const testing = { ...outside, ...taking, pool, envelopeKeys, now, origin: signer.origin };
  return {
    ...{ self, outside, connect, taking },
    reach: (peer) => connectToAsk(asking, peer),
    findKeys: openFindKeys(outside.outbound),
    clientAt: clientFinder(outside),
    testPeer: (peer) => testPeer(peer, testing),
    close: async () => void (await Promise.all([told.stop(), checks.stop(), signals.stop()])),
  };
}
