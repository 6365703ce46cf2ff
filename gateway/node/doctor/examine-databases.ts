/** Looks at both databases as a node does when it starts: who signs in, with which rights, to which schema, how durable. */
import type pg from 'pg';
import { gatewayMigrations } from '../../../migrations/gateway/index.ts';
import { findArchive } from '../../database/archive.ts';
import { checkDirect } from '../../database/check-direct.ts';
import { type DatabaseAddress, shownAddress } from '../../database/database-address.ts';
import { connectPool } from '../../database/db.ts';
import { checkDurability } from '../../database/durability.ts';
import { inDatabase } from '../../database/in-database.ts';
import { checkMigratable } from '../../database/migration/check-migratable.ts';
import { findPendingSteps } from '../../database/migration/pending-steps.ts';
import { checkAddress } from '../../database/privileges/check-address.ts';
import { checkPrivileges } from '../../database/privileges/check-privileges.ts';
import { GATEWAY_PRIVILEGES } from '../../database/privileges/gateway-privileges.ts';
import { READS_PRIVILEGES } from '../../database/privileges/reads-privileges.ts';
import { watchReads } from '../../reads/watch-reads.ts';
import type { Config } from '../../settings/config.ts';
import { createClockCheck } from '../check-clock.ts';
import { checkLogIdentity } from '../log-identity/settle-log-identity.ts';
import { examine, type Finding, unchecked } from './finding.ts';

const MIGRATE = 'npm run gateway -- migrate';
const SILENT = { warn: () => undefined };
const HOUR = 3_600;
/** Seconds: a database that is written to archives a file at least every few minutes. */
const OLD = 24 * HOUR;

/** @param now milliseconds since the epoch, by this machine */
export async function examineGatewayDatabase(
  config: Config,
  pool: pg.Pool,
  now: () => number,
): Promise<Finding[]> {
  const address: DatabaseAddress = { setting: 'DATABASE_URL', url: config.databaseUrl };
  const see = (check: string, next: string, look: () => Promise<string | Omit<Finding, 'check'>>) =>
    examine(check, next, () => inDatabase(address, look));
  const database = await see('database', 'correct DATABASE_URL', async () => {
    await checkDirect(pool);
    await checkAddress(pool, GATEWAY_PRIVILEGES, READS_PRIVILEGES);
    const { at, database: name, login } = shownAddress(address);
    return `\`${name}\` at ${at} lets \`${login}\` in, with nothing in between`;
  });
  if (database.state === 'fault') return [database];
  return [
    database,
    await see('schema', MIGRATE, async () => {
      const pending = await findPendingSteps(pool, gatewayMigrations);
      if (pending.length === 0) return 'every step of the schema was taken';
      throw new Error(`${pending.length} steps of the schema are not taken yet, from \`${pending[0]}\` on`);
    }),
    await see('privileges', MIGRATE, async () => {
      await checkPrivileges(pool, GATEWAY_PRIVILEGES);
      return 'its log-in may do what is declared, and nothing else';
    }),
    await see('durability', 'see gateway/docs/database.md', async () => {
      const { kind, says } = await checkDurability(pool, { required: config.requireSynchronousCommit });
      if (kind === 'asynchronous') throw new Error(says ?? kind);
      return says ?? 'a second server holds each commit';
    }),
    await see('log-keys', 'bring DATA_DIR/secrets of a node that runs on this log', async () =>
      (await checkLogIdentity(pool, { dataDir: config.dataDir, origin: config.logOrigin }))
        ? 'DATA_DIR/secrets has the keys of this log'
        : 'no node has run on this log: the first one makes its keys',
    ),
    await see('clock', 'check NTP on both machines', async () => {
      await createClockCheck(pool, now)();
      return 'this clock and that of the database agree';
    }),
    await see('backup', 'look into the log of PostgreSQL why `archive_command` fails', async () => {
      const { age, fails, isOn } = await findArchive(pool);
      if (!isOn)
        return unchecked(
          'nothing tells the gateway how old the newest backup is: this server archives no write-ahead log',
          'see that your dumps run and can be restored, or archive (gateway/docs/database.md)',
        );
      if (fails) throw new Error('the newest file of the write-ahead log could not be archived');
      if (age === null || age > OLD)
        throw new Error('nothing was archived of the write-ahead log for more than a day');
      return `the write-ahead log was archived ${Math.round(age / 60)} minutes ago; the age of the base backup is not known here`;
    }),
  ];
}

/** Looks at the store of reads and, where a node is given its owner, at that log-in; nothing where there is none. */
export async function examineReadsDatabase({
  readsDatabaseUrl,
  readsOwnerDatabaseUrl,
}: Pick<Config, 'readsDatabaseUrl' | 'readsOwnerDatabaseUrl'>): Promise<Finding[]> {
  const found: Finding[] = [];
  if (readsDatabaseUrl !== null) {
    const pool = connectPool(readsDatabaseUrl, { applicationName: 'gateway-doctor', max: 1 });
    const watch = watchReads(pool, { setting: 'READS_DATABASE_URL', url: readsDatabaseUrl }, SILENT);
    found.push(
      await examine('reads', 'correct READS_DATABASE_URL', async () => {
        await watch.check();
        return 'reads can be looked up, and its log-in may do nothing else';
      }),
    );
    await pool.end();
  }
  if (readsOwnerDatabaseUrl !== null) {
    const target = {
      setting: 'OWNER_READS_DATABASE_URL',
      url: readsOwnerDatabaseUrl,
      groupRole: 'reads_reader',
    } as const;
    found.push(
      await examine('reads-owner', 'correct OWNER_READS_DATABASE_URL', async () => {
        const [fault] = await inDatabase(target, () => checkMigratable(target));
        if (fault !== undefined) throw new Error(fault);
        return 'old reads can be purged, and pushed ones taken';
      }),
    );
  }
  return found;
}
