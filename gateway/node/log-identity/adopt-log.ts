/**
 * Adopts a log, which goes on with other keys, or under another name; all sharing halts until two
 * administrators have looked. Under another name it may lack revocations that nobody here knows of: then
 * every grant and every source of pushed reads ends, and two persons begin each again.
 */
import { join } from 'node:path';
import type pg from 'pg';
import { checkNewestEntries } from '../../audit/follow/check-newest-entries.ts';
import { ensureAuditDays } from '../../audit/log-store.ts';
import { appendOwnerEvent } from '../../audit/owner-event.ts';
import type { Transaction } from '../../database/db-transaction.ts';
import { systemClock } from '../../faults/age.ts';
import { EnvelopeKeys } from '../../identity/jose/envelope-keys/envelope-keys.ts';
import {
  findNewestPublished,
  replacePublished,
} from '../../identity/jose/envelope-keys/published-keys-store.ts';
import { ENVELOPE_TIMING } from '../../identity/jose/envelope-keys/rotate-envelope-keys.ts';
import { endGrantsOfAgency, findAgenciesWithGrants } from '../../registry/agencies/ended-grants-store.ts';
import { haltInDatabase } from '../../registry/sharing/sharing-store.ts';
import { endAllReadsSources } from '../../registry/sources/sources-store.ts';
import { InFlight } from '../../release/lease/in-flight.ts';
import { KeptHead } from '../../release/lease/kept-head.ts';
import { Lease } from '../../release/lease/lease.ts';
import { type WithdrawRightDeps, withdrawRight } from '../../release/revoke/withdraw-right.ts';
import { loadSecrets, removeNextLogKey, setLogKeyAside } from '../../settings/secrets.ts';
import { identityOf } from './log-identity.ts';
import { replaceLogIdentity } from './log-identity-store.ts';
import type { AdoptHere, AdoptionPlan } from './plan-adoption.ts';

export interface Adopted {
  /** The log index of the halt's revocation record. */
  readonly index: number;
  /** The log's verifier key from now on. */
  readonly logKey: string;
  /** True if it goes on under another name: then no grant is in force any more. */
  readonly isRenamed: boolean;
  /** The ORIs of the agencies whose grants and proposals ended. */
  readonly ended: readonly string[];
  /** The names of the sources of pushed reads that ended: one removed after the backup would be back. */
  readonly endedSources: readonly string[];
  /** The path where the old key of the log stays; null if it still signs, or was not here. */
  readonly oldLogKey: string | null;
}

const REASON =
  'the owner of the database adopted this log: its keys were lost, or it was restored from a backup and lacks ' +
  'revocations. Look at the grants in force and at the last entries first';

const ENDED = 'the log was adopted under a new name, and may lack a revocation of this grant';

/**
 * Adopts the log. The keys are made first: if a later step fails, a repetition uses them again.
 * @throws GatewayError `unavailable` if it is not known to be halted: then repeat it
 */
export async function adoptLog(pool: pg.Pool, plan: AdoptionPlan, here: AdoptHere): Promise<Adopted> {
  const { dataDir, origin } = here;
  const isRenamed = plan.recorded !== null && plan.recorded.origin !== origin;
  const oldLogKey = plan.setsLogKeyAside ? setLogKeyAside(dataDir) : null;
  // It was made for the old name: another name has other keys.
  if (isRenamed) removeNextLogKey(dataDir);
  const identity = identityOf(origin, loadSecrets(dataDir));
  const envelopeKeys = await EnvelopeKeys.open(join(dataDir, 'secrets'), ENVELOPE_TIMING, Date.now());
  const envelope = envelopeKeys.newest.kid;
  const published = await findNewestPublished(pool);
  await ensureAuditDays(pool);
  let endedSources: readonly string[] = [];
  const change = async (trx: Transaction) => {
    if (isRenamed) endedSources = await endAllReadsSources(trx);
    await replaceLogIdentity(trx, identity);
    if (envelope !== published) await replacePublished(trx, envelope);
    await haltInDatabase(trx);
    const owner = {
      before: { ...plan.recorded, envelope: published },
      now: { ...identity, envelope },
    };
    await appendOwnerEvent(trx, { kind: 'log_adopted', agency: null, owner });
  };
  const deps = { pool, inFlight: new InFlight(new Lease(systemClock)) };
  // First: if a later step is interrupted, a repetition ends the rest.
  const ended = isRenamed ? await endAllGrants(deps) : [];
  const { index } = await withdrawRight(deps, {
    ...{ agency: null, grant: null, kind: 'halted', reason: REASON, personId: 'owner', change },
  });
  await new KeptHead({ dataDir, origin }).keep(await checkNewestEntries(pool));
  return { index, isRenamed, ended, endedSources, logKey: identity.logKey, oldLogKey };
}

/** Ends all grants, one agency after the other: no node runs that could release. */
async function endAllGrants(deps: WithdrawRightDeps): Promise<string[]> {
  const agencies = await findAgenciesWithGrants(deps.pool);
  for (const agency of agencies) {
    await withdrawRight(deps, {
      ...{ agency, grant: null, kind: 'revoked', reason: ENDED, personId: 'owner' },
      change: (trx) => endGrantsOfAgency(trx, agency.id, null, ENDED),
    });
  }
  return agencies.map(({ ori }) => ori);
}
