/** Presents a preservation as JSON, without any of the reads it keeps. */
import { publicReasons } from '../../../sharing-rules/terms/reasons.ts';
import { purposeAsSent } from '../../query/parse-incident.ts';
import type { ShownPreservation } from './preservation.schema.ts';
import type { Preservation } from './preservations-store.ts';

export function presentPreservation(one: Preservation): ShownPreservation {
  const { approvedAt, approvedBy, approvedByName, caseNumber, from, id, plate, proposedAt, proposedBy } = one;
  const { proposedByName, purpose, reason, reasons, renewalBy, renewalByName, renewalUntil, to, until } = one;
  const { processId, reads, readsHash, source, takenAt } = one;
  return {
    ...{
      id,
      status: approvedAt === null ? 'proposed' : 'active',
      caseNumber,
      processId,
      purpose: purposeAsSent(purpose),
    },
    plate: { number: plate },
    ...{ from: from.toISOString(), to: to.toISOString(), until: until.toISOString(), reason },
    reasons: publicReasons(reasons),
    ...{ proposedBy, proposedByName, proposedAt: proposedAt.toISOString() },
    ...{ approvedBy, approvedByName, approvedAt: approvedAt?.toISOString() ?? null },
    renewal:
      renewalBy === null || renewalUntil === null
        ? null
        : { until: renewalUntil.toISOString(), proposedBy: renewalBy, proposedByName: renewalByName ?? '' },
    copies:
      source === null || takenAt === null || reads === null || readsHash === null
        ? null
        : { source, takenAt: takenAt.toISOString(), reads, readsHash },
  };
}
