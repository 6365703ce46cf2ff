/** Presents the evidence of one release as JSON: what was asked, by whom, what left, and the receipts. */
import { tellIncident } from '../../../sharing-rules/incident/tell-incident.ts';
import type { ShownRead } from '../../reads/sources/shown-read.schema.ts';
import type { ShownEvidence } from './evidence.schema.ts';
import type { EvidenceOfficer, EvidenceRelease } from './evidence-store.ts';
import type { Evidence } from './make-evidence.ts';

/** Returns the officer whom a system's query names, else the officer who signed in. */
export function officerOf({ enrolled, query }: EvidenceRelease): EvidenceOfficer | null {
  return query.onBehalfOf ?? enrolled;
}

export function presentEvidence({
  asReleased,
  exportReceipt,
  made,
  reads,
  receipt,
  release,
  sharedBy,
}: Evidence): ShownEvidence {
  const { agency, agencyName, index, query, records, releasedAt, releaseId } = release;
  const { plate = null, purpose } = query;
  return {
    ...{ releaseId, index, agency, records, asReleased, exportIndex: exportReceipt.index },
    releasedAt: releasedAt.toISOString(),
    officer: officerOf(release),
    ...{ agencyName, sharedBy, madeBy: made.by, madeAt: made.at.toISOString() },
    purpose: purpose.code,
    caseNumber: purpose.caseNumber ?? null,
    justification: purpose.justification ?? null,
    incident: tellIncident(purpose),
    plate: plate?.number ?? null,
    from: new Date(query.from).toISOString(),
    to: new Date(query.to).toISOString(),
    reads: JSON.parse(reads.text) as readonly ShownRead[],
    ...{ receipt, exportReceipt },
  };
}
