/**
 * Computes from registry and log what the public is told. It reads nothing from the log's details: its cost
 * depends on the number of agencies, purposes, months, grants and decided hits, not of entries.
 */

import type pg from 'pg';
import { auditState, monthOf, monthsBetween } from '../../../sharing-rules/audit-months.ts';
import { showCount } from '../../../sharing-rules/small-counts.ts';
import type { Ori } from '../../../sharing-rules/terms/agency.ts';
import type { CheckpointSigner } from '../../audit/checkpoint-signer.ts';
import { cosignedAt } from '../../audit/cosignature.ts';
import { type FollowedLog, ForkedLogError } from '../../audit/follow/followed-log.ts';
import type { StoredCheckpoint } from '../../audit/log-store.ts';
import { inTransaction } from '../../database/db-transaction.ts';
import type { Queryable } from '../../database/queryable.ts';
import { unavailableNow } from '../../faults/errors.ts';
import { findAgencies } from '../../registry/agencies/agencies-store.ts';
import { findSharingState } from '../../registry/sharing/sharing-store.ts';
import { countPreserved } from '../preservation/preservations-store.ts';
import {
  countByMonth,
  countByPurpose,
  countByReason,
  countFurtherPages,
  countHits,
  countOwnUse,
  countReports,
} from './count-answers.ts';
import { findGrantsNow } from './grants-now-store.ts';
import {
  type AuditedMonth,
  countHitsOfYear,
  countReportsOfAllTime,
  findAuditedMonths,
} from './oversight-store.ts';
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

/** Number of agencies, more than any state's registry has. */
const MOST_AGENCIES = 5_000;
/** Number of events that are listed; the public log has the rest. */
const MOST_EVENTS = 500;

const NO_WITNESS =
  'Nobody yet: no one but this gateway signs its log. Anyone can keep a checkpoint and hold later ones against it.';

const NOBODY: Cosigned = { witnesses: [], newest: null };

export interface TransparencyDeps {
  /** A pool for what anyone may read. */
  readonly pool: pg.Pool;
  readonly owner: Ori;
  readonly contact: string | null;
  readonly retentionDays: number;
  readonly signer: Pick<CheckpointSigner, 'origin' | 'vkey'>;
  /** Gives only a head that this node accepts. */
  readonly log: Pick<FollowedLog, 'head'>;
  /** If absent, nobody cosigns. */
  readonly cosigned?: Cosigned;
}

/** The witnesses that cosign the log, and the largest head that a quorum of them confirmed. */
interface Cosigned {
  readonly witnesses: readonly string[];
  readonly newest: (StoredCheckpoint & { readonly lines: ReadonlyMap<string, string> }) | null;
}

/** Resolves to what the public is told, cached for a while for all who ask. */
export type TellPublic = () => Promise<Transparency>;

/** All numbers must be of one log index, or someone who recounts them would find a difference. */
const ONE_SNAPSHOT = 'SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY';

/** @throws GatewayError `unavailable` if the log is empty, or is not the one that this node knows */
export async function readTransparency(deps: TransparencyDeps): Promise<Transparency> {
  const head = await deps.log.head().catch(refuseFork);
  if (head === null) throw unavailableNow('the log has not begun: there is nothing to tell yet');
  return inTransaction(deps.pool, (trx) => readAll(trx, deps, head), { first: [ONE_SNAPSHOT] });
}

async function readAll(
  trx: Queryable,
  { contact, cosigned, owner, retentionDays, signer }: TransparencyDeps,
  head: StoredCheckpoint,
): Promise<Transparency> {
  const tallied = await findTalliedLog(trx);
  const agencies = await findAgencies(trx, { limit: MOST_AGENCIES });
  const name = agencies.find(({ ori }) => ori === owner)?.name ?? owner;
  const answers = await findAnswers(trx);
  const { halted } = await findSharingState(trx);
  const { now, since, size, through, toldAtOnce } = tallied;
  return {
    owner: { ori: owner, name, contact },
    asOf: now.toISOString(),
    counted: {
      // Never more entries than everybody can see in the log.
      ...{ entries: Math.min(size, head.size), since: since.toISOString(), through, toldAtOnce },
      furtherPages: countFurtherPages(answers),
    },
    sharing: { halted },
    policy: usagePolicy(name),
    ...tellAgencies({
      ...{ owner, now: now.getTime(), agencies },
      grants: await findGrantsNow(trx),
      refusedFor: await findReasonsOfAgencies(trx),
    }),
    ...countByPurpose(answers),
    reasons: countByReason(await findByReason(trx)),
    months: countByMonth(answers, tallied),
    ownUse: countOwnUse(answers),
    events: await tellEvents(trx),
    misuse: countReports(await countReportsOfAllTime(trx)),
    hits: countHits(await countHitsOfYear(trx)),
    audits: tellAudits(await findAuditedMonths(trx), tallied),
    retention: retention(retentionDays, showCount(await countPreserved(trx))),
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
  const times = [...(newest?.lines.values() ?? [])].map((line) => cosignedAt(line).toISOString());
  const witnessedAt = times.sort().at(-1) ?? null;
  return { size, root: root.toString('base64'), witnesses: [...witnesses], witnessed, witnessedAt };
}

async function tellEvents(trx: Queryable): Promise<Transparency['events']> {
  const events = await findNewestEvents(trx, MOST_EVENTS);
  const all = events.length < MOST_EVENTS ? events.length : await countEvents(trx);
  return { earlier: Math.max(0, all - events.length), newest: events.map(tellEvent) };
}

function tellEvent({ at, grant, index, kind, name, nothingInForce, ori, tookMs }: SharingEvent) {
  const agency = ori === null ? null : { ori, name };
  return { index, at: at.toISOString(), kind, agency, grant, tookMs, nothingInForce };
}

/** Lists every finished month since the log began. */
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
