/** Opens and logs reports of misuse, for the Chief, or for an auditor if about the Chief (Policy 420.9.1). */
import { closerOf } from '../../../sharing-rules/misuse/report-closing.ts';
import { DAY } from '../../../sharing-rules/terms/retention.ts';
import { appendEvents } from '../../audit/append-events.ts';
import { ownerEvent } from '../../audit/owner-event.ts';
import type { Transaction } from '../../database/db-transaction.ts';
import { GatewayError } from '../../faults/errors.ts';
import { findRolesOf } from '../../registry/identities/persons-store.ts';
import { type InsertedReport, insertReport, setOpenedIndex } from './misuse-reports-store.ts';

/** Days within which a report must be closed. */
export const CLOSED_WITHIN = 14;

export interface Suspicion {
  /** A kind of `sharing-rules/anomalies.ts`, or what a person calls it. */
  readonly kind: string;
  readonly agency: { readonly id: number; readonly ori: string } | null;
  readonly officerId: string | null;
  /** The person of the owner whom it is about. */
  readonly concerns: string | null;
  /** SHA-256 of what makes two findings the same; null if a person writes the report. */
  readonly pattern: Buffer | null;
  readonly entries: readonly number[];
  /** A text without plates, names and case numbers. */
  readonly summary: string;
  /** Null if the gateway found it. */
  readonly by: string | null;
}

/**
 * Reports each suspicion and resolves to the reports' ids. If the pattern has been reported, it only adds the
 * entries; if the Chief has closed that report, it opens a follow-up.
 * @throws GatewayError `malformed` for an entry that the log does not have
 */
export async function reportMisuse(
  trx: Transaction,
  suspicions: readonly Suspicion[],
  now: Date,
): Promise<{ id: string; isNew: boolean }[]> {
  const reports: InsertedReport[] = [];
  for (const suspicion of suspicions) {
    const { agency, by, ...rest } = suspicion;
    const dueAt = new Date(now.getTime() + CLOSED_WITHIN * DAY);
    const agencyId = agency?.id ?? null;
    const closer = closerOf(rest.concerns === null ? [] : await findRolesOf(trx, rest.concerns));
    reports.push(await insertReport(trx, { ...rest, closer, agencyId, openedBy: by, openedAt: now, dueAt }));
  }
  const opened = reports.flatMap((report, place) => (report.isNew ? [{ ...report, place }] : []));
  if (opened.length === 0) return reports;
  const { sealed } = await appendEvents(
    trx,
    opened.map(({ entries, id, place, summary }) => {
      const { agency, by, concerns, kind, officerId } = suspicions[place] as Suspicion;
      return ownerEvent({
        kind: 'misuse_reported',
        agency,
        owner: { report: id, kind, summary, entries: [...entries], by, concerns },
        ...(officerId === null ? {} : { officerId }),
      });
    }),
  );
  for (const [i, { id, place }] of opened.entries()) {
    const index = sealed[i]?.index as number;
    if (suspicions[place]?.entries.some((entry) => entry >= index)) {
      throw new GatewayError('malformed', '`entries` names an entry that the log does not have');
    }
    await setOpenedIndex(trx, id, index);
  }
  return reports;
}
