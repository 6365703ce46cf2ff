/** Defines what an auditor can search the log's details for. */
import type { AuditSearch } from './audit-search.schema.ts';

/** A plate's search code on one UTC day, `YYYY-MM-DD`. */
export interface PlateCode {
  readonly day: string;
  readonly code: Buffer;
}

/** A search whose ORI and times are resolved (milliseconds). Absent members do not narrow it. */
export interface AuditFilter extends Omit<AuditSearch, 'agency' | 'from' | 'to'> {
  readonly agencyId?: number;
  /** Inclusive. */
  readonly from?: number;
  /** Exclusive. */
  readonly to?: number;
  /** The plate's search codes, one for each day searched; no column of the log holds a plate itself. */
  readonly plateCodes?: readonly PlateCode[];
  /** No column holds it: the details' texts are searched, a bounded number of entries at a time. */
  readonly caseNumber?: string;
  /** Log indices of the only entries to find. */
  readonly indices?: readonly number[];
  /** First log index, inclusive. */
  readonly fromIndex?: number;
}
