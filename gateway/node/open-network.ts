/** Opens what this gateway does with those of other agencies by itself. */
import { join } from 'node:path';
import type pg from 'pg';
import type { CheckpointSigner } from '../audit/checkpoint-signer.ts';
import type { ConnectDeps } from '../jobs/connect-gateway.ts';
import { connectForChecks } from '../network/checks/check-peer.ts';
import { startChecks } from '../network/checks/start-checks.ts';
import type { TestedPeer } from '../network/peer-test/peer-test.schema.ts';
import { testPeer } from '../network/peer-test/test-peer.ts';
import type { Peer } from '../network/peers-store.ts';
import { openPeerKeys } from '../network/signals/peer-keys.ts';
import { type SendSignalsDeps, startSignals } from '../network/signals/send-signals.ts';
import type { TakeSignalDeps } from '../network/signals/take-signal.ts';
import type { Config } from '../settings/config.ts';
import type { Logger } from '../settings/logger.ts';

export interface OpenedNetwork {
  /** How this gateway asks others. */
  readonly outside: ConnectDeps;
  /** What signals of others are taken with. */
  readonly taking: Pick<TakeSignalDeps, 'keysOf' | 'owner' | 'resource'>;
  readonly testPeer: (peer: Peer) => Promise<TestedPeer>;
  close(): Promise<void>;
}

interface NetworkOptions extends Pick<SendSignalsDeps, 'envelopeKeys' | 'now'> {
  readonly config: Pick<Config, 'dataDir' | 'outboundRanges' | 'owner' | 'publicUrl'>;
  readonly pool: pg.Pool;
  readonly log: Logger;
  readonly signer: Pick<CheckpointSigner, 'origin'>;
}

export function openNetwork({ config, envelopeKeys, log, now, pool, signer }: NetworkOptions): OpenedNetwork {
  const outside: ConnectDeps = {
    outbound: { allow: config.outboundRanges },
    credentialsDir: join(config.dataDir, 'secrets', 'gateways'),
  };
  const connect = connectForChecks(outside);
  const checks = startChecks({ connect, pool, log });
  const signals = startSignals({ connect, pool, log, envelopeKeys, now, resource: config.publicUrl });
  const taking = { owner: config.owner, resource: config.publicUrl, keysOf: openPeerKeys(pool, outside) };
  const testing = { ...outside, ...taking, pool, envelopeKeys, now, origin: signer.origin };
  const test = (peer: Peer) => testPeer(peer, testing);
  return {
    outside,
    taking,
    testPeer: test,
    close: async () => void (await Promise.all([checks.stop(), signals.stop()])),
  };
}
