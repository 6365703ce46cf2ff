/** Evidence of one release as JSON: what was asked, by whom, what left, and the receipts. */
import type { TypeOf } from '../../http/schemas/shapes.ts';
import type { evidence } from './evidence.schema.ts';
import type { Evidence } from './make-evidence.ts';

/** A read as it left. */
export interface EvidenceRead {
  readonly readId: string;
  readonly capturedAt: string;
  readonly plate: string;
  readonly plateState: string | null;
  readonly confidence: number | null;
  readonly camera: {
    readonly id: string;
    readonly name: string;
    readonly lat: number | null;
    readonly lon: number | null;
  };
  readonly direction: string | null;
  readonly vehicle: Readonly<Record<'make' | 'model' | 'color' | 'bodyStyle', string | null>>;
}

export function presentEvidence({
  asReleased,
  exportReceipt,
  reads,
  receipt,
  release,
}: Evidence): TypeOf<typeof evidence> {
  const { agency, index, query, records, releasedAt, releaseId } = release;
  const { onBehalfOf = null, plate = null, purpose } = query;
  return {
    ...{ releaseId, index, agency, records, asReleased, exportIndex: exportReceipt.index },
    releasedAt: releasedAt.toISOString(),
    officer: onBehalfOf,
    purpose: purpose.code,
    caseNumber: purpose.caseNumber ?? null,
    justification: purpose.justification ?? null,
    plate: plate?.number ?? null,
    from: new Date(query.from).toISOString(),
    to: new Date(query.to).toISOString(),
    reads: JSON.parse(reads.text) as readonly EvidenceRead[],
    ...{ receipt, exportReceipt },
  };
}
