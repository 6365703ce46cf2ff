/** Proposes to preserve reads for a case or a served process. Nothing is looked up, and nothing is kept, before another person approves it. */
import { faultOfPreserving, faultOfUntil, type PreservingFault } from '../../../sharing-rules/preserving.ts';
import { normalisePlate } from '../../../sharing-rules/terms/plate.ts';
import { withoutWords } from '../../../sharing-rules/terms/reasons.ts';
import { appendEvents } from '../../audit/append-events.ts';
import { inTransaction } from '../../database/db-transaction.ts';
import { readNow } from '../../database/read-now.ts';
import { GatewayError } from '../../faults/errors.ts';
import { parsePurpose } from '../../query/parse-incident.ts';
import { requireStatedWords } from '../../query/require-stated-words.ts';
import { requireEmployeeId } from '../../registry/two-people/require-two-people.ts';
import { refuseIfRemoved } from '../../release/revoke/grant-right.ts';
import type { Administrator } from '../../sign-in/require-administrator.ts';
import {
  judgePreservation,
  type Kept,
  type PreservationDeps,
  proposalEvent,
  refuseDenied,
  requireStanding,
} from './judge-preservation.ts';
import { parseKeptFor } from './kept-for.ts';
import type { PreservationBody } from './preservation.schema.ts';
import { findPreservation, insertPreservation, type Preservation } from './preservations-store.ts';

/**
 * @throws GatewayError `malformed` that names the member; `refused` with reasons and receipt; `forbidden` for a person
 * without an employee id; as `refuseIfRemoved`
 */
export async function proposePreservation(
  deps: PreservationDeps,
  body: PreservationBody,
  by: Administrator,
): Promise<Preservation> {
  const { limits, pool } = deps;
  const now = await readNow(pool);
  const kept = parseKept(body, now);
  const times = { from: kept.from.getTime(), to: kept.to.getTime(), until: kept.until.getTime() };
  refuseFault(faultOfPreserving(times, now, limits.retentionDays));
  await requireStanding(pool, kept, 'malformed');
  await requireEmployeeId(pool, by.personId);
  const judged = await judgePreservation(deps, kept, by);
  await refuseDenied(deps, judged);
  const reasons = withoutWords(judged.decision.reasons);
  const id = await inTransaction(pool, async (trx) => {
    const made = await insertPreservation(trx, { ...kept, reasons, proposedBy: by.personId });
    await refuseIfRemoved(trx, by);
    await appendEvents(trx, [proposalEvent(deps, judged, made)]);
    return made;
  });
  return (await findPreservation(pool, id)) as Preservation;
}

/** @throws GatewayError `malformed` that names the member */
function parseKept(
  { from, plate, purpose: given, reason, to, until, ...body }: PreservationBody,
  now: number,
): Kept {
  const keptFor = parseKeptFor(body);
  if (given.caseNumber !== undefined && given.caseNumber !== keptFor.caseNumber) {
    throw new GatewayError(
      'malformed',
      '`purpose.caseNumber` is not `caseNumber`: leave it out, or write the same number',
    );
  }
  const number = normalisePlate(plate.number);
  if (number === null)
    throw new GatewayError('malformed', '`plate.number` must be letters and digits: a whole plate');
  requireStatedWords(given);
  return {
    ...keptFor,
    ...{ plate: number, purpose: parsePurpose(given, now), reason },
    ...{ from: new Date(from), to: new Date(to), until: new Date(until) },
  };
}

function refuseFault(fault: PreservingFault | null): void {
  for (const [member, what] of Object.entries(fault ?? {}))
    throw new GatewayError('malformed', `\`${member}\` ${what}`);
}

/** @throws GatewayError `malformed` for an end that lies too far ahead, or behind */
export function requireUntil(until: string, now: number): Date {
  refuseFault(faultOfUntil(Date.parse(until), now));
  return new Date(until);
}
