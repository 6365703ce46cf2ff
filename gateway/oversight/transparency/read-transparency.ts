/**
 * What the public is told, computed from registry and log. Nothing of it is read from the details of the log: how much it
 * costs depends on how many agencies, purposes, months and grants there are, not on how many entries.
 */
import { auditState, monthOf, monthsBetween } from '../../../sharing-rules/audit-months.ts';
import type { Ori } from '../../../sharing-rules/terms/agency.ts';
import type { CheckpointSigner } from '../../audit/checkpoint-signer.ts';
import { type FollowedLog, ForkedLogError } from '../../audit/follow/followed-log.ts';
import type { StoredCheckpoint } from '../../audit/log-store.ts';
import type { Queryable } from '../../database/queryable.ts';
import { unavailableNow } from '../../faults/errors.ts';
import { findAgencies } from '../../registry/agencies/agencies-store.ts';
import { findSharingState } from '../../registry/sharing/sharing-store.ts';
import { countByMonth, countByPurpose, countByReason, countReports } from './count-answers.ts';
import { findGrantsNow } from './grants-now-store.ts';
import { type AuditedMonth, countReportsOfAllTime, findAuditedMonths } from './oversight-store.ts';
import { countEvents, findNewestEvents, type SharingEvent } from './sharing-events-store.ts';
import {
  findAnswers,
  findByReason,
  findReasonsOfAgencies,
  findTalliedLog,
  type TalliedLog,
} from './tally-store.ts';
import { tellAgencies } from './tell-agencies.ts';
import type { Transparency } from './transparency.schema.ts';
import { prohibited, retention, usagePolicy } from './usage-policy.ts';

/** More than any state's registry has. */
const MOST_AGENCIES = 5_000;
/** The rest are in the public log. */
const MOST_EVENTS = 500;

const NO_WITNESS =
  'Nobody yet: no one but this gateway signs its log. Anyone can keep a checkpoint and hold later ones against it.';

const NOBODY: Cosigned = { witnesses: [], newest: null };

export interface TransparencyDeps {
  /** For what anyone may read. */
  readonly pool: Queryable;
  readonly owner: Ori;
  readonly contact: string | null;
  readonly retentionDays: number;
  readonly signer: Pick<CheckpointSigner, 'origin' | 'vkey'>;
  /** Only a head that this node accepts is told. */
  readonly log: Pick<FollowedLog, 'head'>;
  /** Nobody if absent. */
  readonly cosigned?: Cosigned;
}

/** Who cosigns the log, and the largest head that a quorum of them has. */
interface Cosigned {
  readonly witnesses: readonly string[];
  readonly newest: StoredCheckpoint | null;
}

/** What the public is told: kept for a while, and the same for all who ask in that time. */
export type TellPublic = () => Promise<Transparency>;

/** @throws GatewayError `unavailable` where there is no log yet, or it is not the one that this node knows */
export async function readTransparency(deps: TransparencyDeps): Promise<Transparency> {
  const { contact, cosigned, log, owner, pool, retentionDays, signer } = deps;
  const head = await log.head().catch(refuseFork);
  if (head === null) throw unavailableNow('the log has not begun: there is nothing to tell yet');
  const tallied = await findTalliedLog(pool);
  const agencies = await findAgencies(pool, { limit: MOST_AGENCIES });
  const name = agencies.find(({ ori }) => ori === owner)?.name ?? owner;
  const answers = await findAnswers(pool);
  const { halted } = await findSharingState(pool);
  return {
    owner: { ori: owner, name, contact },
    asOf: tallied.now.toISOString(),
    // No more than everybody can see of the log.
    counted: { entries: Math.min(tallied.size, head.size), since: tallied.since.toISOString() },
    sharing: { halted },
    policy: usagePolicy(name),
    ...tellAgencies({
      ...{ owner, now: tallied.now.getTime(), agencies },
      grants: await findGrantsNow(pool),
      refusedFor: await findReasonsOfAgencies(pool),
    }),
    ...countByPurpose(answers),
    reasons: countByReason(await findByReason(pool)),
    months: countByMonth(answers, tallied),
    events: await tellEvents(pool),
    misuse: countReports(await countReportsOfAllTime(pool)),
    audits: tellAudits(await findAuditedMonths(pool), tallied),
    retention: retention(retentionDays),
    prohibited: prohibited(),
    log: { ...tellHead(head, cosigned), origin: signer.origin, verifierKey: signer.vkey },
  };
}

function refuseFork(error: unknown): never {
  throw error instanceof ForkedLogError ? unavailableNow(error.message, error) : error;
}

function tellHead({ root, size }: StoredCheckpoint, { newest, witnesses }: Cosigned = NOBODY) {
  const witnessed =
    witnesses.length === 0
      ? NO_WITNESS
      : `Enough of them have confirmed the first ${Math.min(newest?.size ?? 0, size)} of ${size} entries.`;
  return { size, root: root.toString('base64'), witnesses: [...witnesses], witnessed };
}

async function tellEvents(pool: Queryable): Promise<Transparency['events']> {
  const events = await findNewestEvents(pool, MOST_EVENTS);
  const all = events.length < MOST_EVENTS ? events.length : await countEvents(pool);
  return { earlier: Math.max(0, all - events.length), newest: events.map(tellEvent) };
}

function tellEvent({ at, grant, index, kind, name, nothingInForce, ori, tookMs }: SharingEvent) {
  const agency = ori === null ? null : { ori, name };
  return { index, at: at.toISOString(), kind, agency, grant, tookMs, nothingInForce };
}

/** Of every month that is over, since the log began. */
function tellAudits(audited: readonly AuditedMonth[], { now, since }: TalliedLog): Transparency['audits'] {
  const done = new Map(audited.map((audit) => [audit.month, audit]));
  const running = monthOf(now.getTime());
  const months = new Set([...monthsBetween(since.getTime(), now.getTime()), ...done.keys()]);
  months.delete(running);
  return [...months]
    .sort()
    .reverse()
    .map((month) => {
      const audit = done.get(month);
      const answers = (which: boolean | null) => audit?.ok.filter((ok) => ok === which).length ?? null;
      return {
        month,
        state: auditState(month, audit !== undefined, now.getTime()),
        completedAt: audit?.completedAt.toISOString() ?? null,
        index: audit?.index ?? null,
        ...{ yes: answers(true), no: answers(false), nothingToJudge: answers(null) },
      };
    });
}
