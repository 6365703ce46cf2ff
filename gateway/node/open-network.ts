/** Opens what this gateway does with those of other agencies by itself. */
import { join } from 'node:path';
import type pg from 'pg';
import type { ConnectDeps } from '../jobs/connect-gateway.ts';
import { connectForChecks } from '../network/checks/check-peer.ts';
import { startChecks } from '../network/checks/start-checks.ts';
import type { Config } from '../settings/config.ts';
import type { Logger } from '../settings/logger.ts';

export interface OpenedNetwork {
  /** How this gateway asks others. */
  readonly outside: ConnectDeps;
  close(): Promise<void>;
}

interface NetworkOptions {
  readonly config: Pick<Config, 'dataDir' | 'outboundRanges'>;
  readonly pool: pg.Pool;
  readonly log: Logger;
}

export function openNetwork({ config, log, pool }: NetworkOptions): OpenedNetwork {
  const outside: ConnectDeps = {
    outbound: { allow: config.outboundRanges },
    credentialsDir: join(config.dataDir, 'secrets', 'gateways'),
  };
  const checks = startChecks({ connect: connectForChecks(outside), pool, log });
  return { outside, close: () => checks.stop() };
}
