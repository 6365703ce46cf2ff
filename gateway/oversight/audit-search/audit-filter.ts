/** What an auditor looks for in the log's details. */
import type { AuditSearch } from './audit-search.schema.ts';

/** A search whose ORI and times are resolved. Absent members do not narrow. Times in ms. */
export interface AuditFilter extends Omit<AuditSearch, 'agency' | 'from' | 'to'> {
  readonly agencyId?: number;
  /** Inclusive. */
  readonly from?: number;
  /** Exclusive. */
  readonly to?: number;
  /** The plate's search codes on each day looked at; a plate itself is nowhere in the log's columns. */
  readonly plateHmacs?: readonly Buffer[];
  /** Stands in no column either: it is looked for in the details' texts, of a bounded number of entries at a time. */
  readonly caseNumber?: string;
  /** Log indices. */
  readonly indices?: readonly number[];
  /** Log index; inclusive. */
  readonly fromIndex?: number;
}
