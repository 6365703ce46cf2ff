/** Opens, before anything else, the node's log, and the keys with which it signs, searches and seals. */
import type pg from 'pg';
import { type CheckpointSigner, createCheckpointSigner } from '../audit/checkpoint-signer.ts';
import { createPlateKeys, type PlateKeys } from '../audit/plate-hmac.ts';
import { checkDirect } from '../database/check-direct.ts';
import { checkDurability, type FoundDurability } from '../database/durability.ts';
import { checkAddress } from '../database/privileges/check-address.ts';
import { checkPrivileges } from '../database/privileges/check-privileges.ts';
import { GATEWAY_PRIVILEGES } from '../database/privileges/gateway-privileges.ts';
import { READS_PRIVILEGES } from '../database/privileges/reads-privileges.ts';
import type { EnvelopeKeys } from '../identity/jose/envelope-keys/envelope-keys.ts';
import { KeptHead } from '../release/lease/kept-head.ts';
import type { Config } from '../settings/config.ts';
import type { Logger } from '../settings/logger.ts';
import type { Secrets } from '../settings/secrets.ts';
import { settleEnvelopeKeys } from './log-identity/settle-envelope-keys.ts';
import { settleLogIdentity } from './log-identity/settle-log-identity.ts';

export interface OpenedLog {
  /** The newest head that this data directory has seen. */
  readonly kept: KeptHead;
  readonly secrets: Secrets;
  readonly signer: CheckpointSigner;
  readonly plateKeys: PlateKeys;
  readonly envelopeKeys: EnvelopeKeys;
  /** The number of servers that hold what is committed. */
  readonly durability: FoundDurability;
}

type LogConfig = Pick<Config, 'dataDir' | 'logOrigin' | 'requireSynchronousCommit'>;

/**
 * @throws Error if the database is missing or not migrated, is not durable, would let our own role alter the
 * log, or holds another log than the one for which this data directory has keys
 */
export async function openLog(
  pool: pg.Pool,
  { dataDir, logOrigin: origin, requireSynchronousCommit: required }: LogConfig,
  log: Logger,
  now: () => number,
): Promise<OpenedLog> {
  await checkDirect(pool);
  const durability = await checkDurability(pool, { required });
  if (durability.kind === 'alone') log.info(durability.says);
  else if (durability.says !== null) log.warn(durability.says);
  await checkAddress(pool, GATEWAY_PRIVILEGES, READS_PRIVILEGES);
  await checkPrivileges(pool, GATEWAY_PRIVILEGES);
  const kept = new KeptHead({ dataDir, origin });
  const secrets = await settleLogIdentity(pool, { dataDir, origin, kept });
  const { advice, logKey, nextLogKey } = secrets;
  if (advice !== null) log.warn(advice);
  await kept.check(pool);
  return {
    durability,
    kept,
    secrets,
    signer: createCheckpointSigner(origin, logKey, ...(nextLogKey === null ? [] : [nextLogKey])),
    plateKeys: createPlateKeys(secrets.plateSearch),
    envelopeKeys: await settleEnvelopeKeys(pool, { dataDir, origin }, now()),
  };
}
