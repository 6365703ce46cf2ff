/**
 * Makes a month before the demo's first day, so that pages and reports look full: grants by two people,
 * queries that the rules judge and the log takes, reviews, a revocation, a halt. The gateway's own functions
 * do it on a database whose clock is set to that month; only the queries are invented.
 */
import { DAY } from '../../../sharing-rules/terms/retention.ts';
import { createCheckpointSigner } from '../../audit/checkpoint-signer.ts';
import type { StoredHead } from '../../audit/log-store.ts';
import { createPlateKeys } from '../../audit/plate-hmac.ts';
import { connectPool } from '../../database/db.ts';
import { Registrations } from '../../identity/registrations-store.ts';
import { settleLogIdentity } from '../../node/log-identity/settle-log-identity.ts';
import { findMisuse } from '../../oversight/misuse/find-misuse.ts';
import { connectReads } from '../../reads/reads-store.ts';
import { CommitQueue } from '../../release/commit/commit-queue.ts';
import { createHistoryCoder } from '../../release/facts/history-codes.ts';
import { HeadWitness } from '../../release/lease/head-witness.ts';
import { KeptHead } from '../../release/lease/kept-head.ts';
import { limitsOf } from '../../settings/limits.ts';
import { readRulesRevision } from '../../settings/rules-revision.ts';
import { askAsOfficer, reviewHeld } from './act-in-month.ts';
import { grantPartner, haltForAnHour, revokePartner } from './administer-month.ts';
import type { HistoryOptions, Month } from './month.ts';
import { monthQueries } from './month-queries.ts';
import { createRandom } from './random.ts';

const HALTED_ON = 17;
const SEED = 2_026;

/** @returns the number of log entries afterwards */
export async function makeHistory(options: HistoryOptions): Promise<number> {
  const { clock, config, days, from, logOrigin: origin, onDay, partners, plates } = options;
  // Connects as the owner: the database accepts acts of another day from nobody else.
  const pool = connectPool(clock.ownerUrl, { applicationName: 'gateway-history' });
  const { readsDatabaseUrl } = config;
  if (readsDatabaseUrl === null) throw new Error('the demo has a store of reads of its own');
  const readsPool = connectReads(readsDatabaseUrl);
  const kept = new KeptHead({ dataDir: config.dataDir, origin });
  const secrets = await settleLogIdentity(pool, { dataDir: config.dataDir, origin, kept });
  const plateKeys = createPlateKeys(secrets.plateSearch);
  const queue = new CommitQueue(
    { url: clock.url, connections: 1 },
    {
      ...{ owner: config.owner, limits: limitsOf(config), rulesRevision: readRulesRevision() },
      refusalsPerDay: config.agencyRefusalsPerDay,
      ...{ plateKeys, codeHistory: createHistoryCoder(plateKeys('history')), witness: new HeadWitness() },
      signer: createCheckpointSigner(origin, secrets.logKey),
    },
  );
  try {
    const month: Month = { pool, readsPool, queue, registrations: await Registrations.load(pool), options };
    await clock.set(from);
    for (const partner of partners) if (partner.isGranted) await grantPartner(month, partner.ori, from);
    const asked = monthQueries(createRandom(SEED), { from, days, partners, plates });
    for (let day = 0; day < days; day += 1) {
      const midnight = from + day * DAY;
      onDay(day);
      for (const query of asked.filter(({ at }) => at >= midnight && at < midnight + DAY)) {
        await clock.set(query.at);
        await askAsOfficer(month, query);
      }
      await clock.set(midnight + DAY - 60_000);
      await reviewHeld(month);
      for (const { ori, revokedAfter } of partners) if (revokedAfter === day) await revokePartner(month, ori);
      if (day === HALTED_ON) await haltForAnHour(month);
      await findMisuse({ pool, key: plateKeys('misuse') }, { now: new Date(midnight + DAY - 60_000) });
    }
    const head = (await kept.derive(pool)) as StoredHead;
    await kept.keep(head);
    return head.size;
  } finally {
    await queue.close();
    await Promise.all([pool.end(), readsPool.end()]);
  }
}
