/** Looks at everything that a node with these settings needs, in the order in which faults are mended. */
import { connectPool } from '../../database/db.ts';
import { type Config, ConfigError, type Environment } from '../../settings/config.ts';
import { readConfig } from '../../settings/read-config.ts';
import { examineGatewayDatabase, examineReadsDatabase } from './examine-databases.ts';
import { examineIssuers } from './examine-issuers.ts';
import { examineMachine } from './examine-machine.ts';
import { examineProxy } from './examine-proxy.ts';
import { examine, type Finding } from './finding.ts';

/** @param now milliseconds since the epoch, by this machine */
export async function examineAll(environment: Environment, now: () => number = Date.now): Promise<Finding[]> {
  let config: Config;
  try {
    config = readConfig(environment);
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    const next =
      'correct it where the node gets its settings (gateway/docs/operating.md), and run this again';
    return error.faults.map((says) => ({ check: 'settings', state: 'fault', says, next }));
  }
  const pool = connectPool(config.databaseUrl, { applicationName: 'gateway-doctor', max: 2 });
  try {
    const database = await examineGatewayDatabase(config, pool, now);
    const isOpen = database.length > 1;
    return [
      await examine('settings', '', async () => 'every setting can be used'),
      ...database,
      ...(await examineReadsDatabase(config)),
      ...(await examineMachine(config)),
      ...(isOpen ? await examineIssuers(config, pool, now) : []),
      ...(await examineProxy(config)),
    ];
  } finally {
    await pool.end();
  }
}
