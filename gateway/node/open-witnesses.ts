/** Opens the log as this node follows it, the witnesses' cosignatures, and the receipts of its entries. */
import { receiptFinder } from '../audit/find-receipt.ts';
import { PublishedHead } from '../audit/follow/published-head.ts';
import { type OpenedCosigning, openCosigning } from '../cosigning/open-cosigning.ts';
import type { Policy } from '../cosigning/policy.ts';
import { readPolicy } from '../cosigning/read-policy.ts';
import { WitnessLag } from '../cosigning/witness-lag.ts';
import type { Pools } from '../database/pools.ts';
import { systemClock } from '../faults/age.ts';
import { followLog, keepFollowing } from '../release/lease/follow-log.ts';
import type { HeadWitness } from '../release/lease/head-witness.ts';
import type { Config } from '../settings/config.ts';
import type { Logger } from '../settings/logger.ts';
import type { Metrics } from './metrics/create-metrics.ts';
import type { OpenedLog } from './open-log.ts';

type WitnessConfig = Pick<Config, 'logHeadEveryS' | 'logWitnesses' | 'logWitnessMaxLagS'>;

export interface WitnessesOptions extends PreparedWitnesses {
  readonly pools: Pools;
  readonly signer: OpenedLog['signer'];
  readonly witness: HeadWitness;
  readonly metrics: Metrics;
  readonly log: Logger;
}

const SECOND = 1_000;

export interface PreparedWitnesses {
  readonly policy: Policy | null;
  /** Milliseconds; 0 if releases do not depend on the witnesses. */
  readonly mostLag: number;
  /** Seconds between two published heads. */
  readonly everyS: number;
  readonly lag: WitnessLag;
}

/**
 * Prepares the lag, which each commit asks for permission to release: so it runs before any commit.
 * @throws Error that names what is wrong with the policy file
 */
export async function prepareWitnesses(
  { logHeadEveryS: everyS, logWitnesses: path, logWitnessMaxLagS }: WitnessConfig,
  logKeys: readonly string[],
): Promise<PreparedWitnesses> {
  const mostLag = logWitnessMaxLagS * SECOND;
  const lag = new WitnessLag({ most: mostLag, clock: systemClock });
  return { everyS, lag, mostLag, policy: path === null ? null : await readPolicy(path, logKeys) };
}

export async function openWitnesses(options: WitnessesOptions) {
  const { everyS, lag, log, metrics, mostLag, policy, pools, signer, witness } = options;
  const followed = followLog({ db: pools.log, witness });
  const following = keepFollowing(followed, log);
  const published = new PublishedHead({ db: pools.log, log: followed, everyS });
  const cosigned: OpenedCosigning = await openCosigning({
    ...{ policy, mostLag, lag, db: pools.log, signer, followed, published, witness, log },
    registry: metrics.registry,
  });
  return {
    followed,
    published,
    cosigned,
    findReceipt: receiptFinder(pools.gateway, signer, followed, published),
    close: async () => void (await Promise.all([following.stop(), cosigned.close()])),
  };
}
