/** Judges what is to be preserved by the rules, on what the registry and the log say; a refusal is an entry of the log. */
import type pg from 'pg';
import { findingsOfPreserving, judgePreserving, MOST_PRESERVED } from '../../../sharing-rules/preserving.ts';
import type { Agency, Ori } from '../../../sharing-rules/terms/agency.ts';
import type { Decision, DecisionInput, Limits } from '../../../sharing-rules/terms/decision.ts';
import type { Purpose } from '../../../sharing-rules/terms/query.ts';
import { withoutWords } from '../../../sharing-rules/terms/reasons.ts';
import { utcDay } from '../../../sharing-rules/terms/utc-day.ts';
import { appendEvents } from '../../audit/append-events.ts';
import { ownerEvent } from '../../audit/owner-event.ts';
import { type PlateKeys, plateHmac } from '../../audit/plate-hmac.ts';
import type { Receipt } from '../../audit/receipt.ts';
import type { AuditEvent } from '../../audit/seal-events.ts';
import { searchedBy } from '../../audit/searched-by.ts';
import { inTransaction } from '../../database/db-transaction.ts';
import type { Queryable } from '../../database/queryable.ts';
import { readNow } from '../../database/read-now.ts';
import { GatewayError } from '../../faults/errors.ts';
import { upToNow } from '../../projections/up-to-now.ts';
import { refusalFor } from '../../query/answer.ts';
import { requireAgency } from '../../registry/agencies/require-agency.ts';
import { refuseIfRemoved } from '../../release/revoke/grant-right.ts';
import type { Administrator } from '../../sign-in/require-administrator.ts';
import { namesSubject } from '../processes/process-subjects.ts';
import { findProcess, type ProcessRow } from '../processes/processes-store.ts';
import { A_PROCESS, type KeptFor, memberOf } from './kept-for.ts';
import type { NewPreservation } from './preservations-store.ts';
import { countRefused } from './preservers-store.ts';

export interface PreservationDeps {
  readonly pool: pg.Pool;
  readonly owner: Ori;
  readonly limits: Limits;
  readonly rulesRevision: string;
  readonly plateKeys: PlateKeys;
  /** 32 bytes: makes the codes of the plates that a served process names. */
  readonly subjectKey: Buffer;
  /** Pool that sees only the agency's shared reads, none too old; null if a vendor keeps what is released. */
  readonly readsPool: pg.Pool | null;
  readonly findReceipt: (index: number) => Promise<Receipt>;
}

/** The facts of a preservation that the rules look at. */
export type Kept = KeptFor & Pick<NewPreservation, 'from' | 'plate' | 'purpose' | 'reason' | 'to' | 'until'>;

export interface Judged {
  readonly kept: Kept;
  readonly by: Administrator;
  readonly agency: Agency;
  readonly input: DecisionInput;
  readonly decision: Decision;
}

/** Returns the process, if it is kept for one. @throws GatewayError with `code` for a process that is not registered, or was refused */
export async function requireStanding(
  db: Queryable,
  { processId }: KeptFor,
  code: 'malformed' | 'conflict',
): Promise<ProcessRow | null> {
  if (processId === null) return null;
  const process = await findProcess(db, processId);
  if (process === null)
    throw new GatewayError(code, `\`processId\` names no served process: write ${A_PROCESS}`);
  if (process.refusedAt === null) return process;
  throw new GatewayError(
    code,
    '`processId` names a process that was refused: nothing is kept for it, and nothing is given under it',
  );
}

const SECOND = 1_000;

/** @throws GatewayError `conflict` for a process that was refused */
export async function judgePreservation(
  { limits, owner, pool, subjectKey }: Pick<PreservationDeps, 'limits' | 'owner' | 'pool' | 'subjectKey'>,
  kept: Kept,
  by: Administrator,
): Promise<Judged> {
  const { caseNumber, from, plate, processId, reason, to } = kept;
  const purpose = statedOf(kept);
  const process = await requireStanding(pool, kept, 'conflict');
  await upToNow(pool);
  const agency = await requireAgency(pool, owner);
  const refused = await countRefused(pool, { by: by.personId, caseNumber, plate, processId });
  const { identities: _, secondFactor: __, ...subject } = by;
  const input: DecisionInput = {
    ...{ now: await readNow(pool), owner, halted: false, dataClass: 'reads', subject, agency, grant: null },
    officer: 'active',
    query: {
      purpose,
      plate: { number: plate, match: 'exact' },
      ...{ from: from.getTime(), to: to.getTime(), limit: MOST_PRESERVED },
    },
    findings: findingsOfPreserving(purpose, reason, agency.class),
    judicialProcessVerified: false,
    usage: { agencyRecordsToday: 0, officerRecordsToday: 0, releasing: 0 },
    // Nothing leaves yet, so that nothing is too old: the window's age is bounded by what is still there.
    limits: withoutAge(limits),
    approval: null,
    preserving: true,
    ...(processId !== null && { forProcess: processId }),
    ...(process !== null && {
      process: { issuer: process.issuer, asksForThis: asksFor(process, kept, subjectKey) },
    }),
    ...rewordingOf(refused),
  };
  return { kept, by, agency, input, decision: judgePreserving(input) };
}

/** True unless the process names other plates, or another time: a paper about one car is no excuse to keep another's reads. */
function asksFor(process: ProcessRow, { from, plate, to }: Kept, subjectKey: Buffer): boolean {
  const { plates, from: first, to: last } = process;
  if (plates.length > 0 && !namesSubject(subjectKey, plate, { persons: [], plates })) return false;
  // A bare day ends with its last second, and a window with the first moment that is not in it.
  return (first === null || from >= first) && (last === null || to.getTime() <= last.getTime() + SECOND);
}

/** Says whose proposals were refused: a friend who proposes the same in other words is shown to the second person, too. */
function rewordingOf({ others, own }: Awaited<ReturnType<typeof countRefused>>) {
  if (own + others === 0) return {};
  if (own === 0) return { refusedBefore: true, rewording: 'colleague' as const };
  return { refusedBefore: true, ...(own === 1 && { rewording: 'first' as const }) };
}

/** Judges it as the second person approved it: what they had to look at stands in its way no more. */
export function asApproved(judged: Judged): Judged {
  const lifts = judged.decision.reasons.map(({ code }) => code);
  const input = { ...judged.input, approval: { lifts } };
  return { ...judged, input, decision: judgePreserving(input) };
}

/** Returns the purpose as the rules read it: with the number of its case, if it has one. */
function statedOf({ caseNumber, purpose }: Kept): Purpose {
  return caseNumber === null ? purpose : { ...purpose, caseNumber };
}

function withoutAge({ warrantAfterHours: _, ...limits }: Limits): Limits {
  return limits;
}

/** Returns the entry of a proposal. @param id null where it was refused */
export function proposalEvent(
  { plateKeys, rulesRevision }: Pick<PreservationDeps, 'plateKeys' | 'rulesRevision'>,
  { agency, by, decision, input, kept }: Judged,
  id: string | null,
): AuditEvent {
  const { from, plate, reason, to, until } = kept;
  const { effect, reasons } = decision;
  const { caseNumber, code, incident, offense } = statedOf(kept);
  const kind = 'preservation_proposed';
  const event = ownerEvent({
    kind,
    agency,
    asker: {
      ...{ agency: agency.ori, effect, kind, reasons: withoutWords(reasons) },
      purpose: {
        code,
        ...(caseNumber === undefined ? {} : { caseNumber }),
        ...(incident === undefined ? {} : { incident }),
        ...(offense === undefined ? {} : { offense }),
      },
    },
    owner: {
      ...{ by: by.personId, secondFactor: by.secondFactor, preservation: id, reason },
      ...memberOf(kept),
      ...{ from: from.toISOString(), to: to.toISOString(), until: until.toISOString() },
      ...{ input: { ...input }, obligations: decision.obligations, rulesRevision },
      searchedBy: searchedBy({ plate: plateHmac(plateKeys(utcDay(input.now)), plate).toString('base64') }),
    },
  });
  return { ...event, effect };
}

/** @throws GatewayError `refused` with reasons and receipt, once the refusal is in the log, if the rules deny it */
export async function refuseDenied(deps: PreservationDeps, judged: Judged): Promise<void> {
  const { by, decision } = judged;
  if (decision.effect !== 'deny') return;
  const index = await inTransaction(deps.pool, async (trx) => {
    await refuseIfRemoved(trx, by);
    const { sealed } = await appendEvents(trx, [proposalEvent(deps, judged, null)]);
    return sealed[0]?.index as number;
  });
  throw refusalFor(decision.reasons, await deps.findReceipt(index));
}
