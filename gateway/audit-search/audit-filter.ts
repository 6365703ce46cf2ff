/** What an auditor looks for in the log's details. */

/** Absent members do not narrow. Times in ms. */
export interface AuditFilter {
  readonly agencyId?: number;
  readonly kind?: string;
  readonly effect?: string;
  readonly purpose?: string;
  readonly reason?: string;
  readonly officerId?: string;
  readonly releaseId?: string;
  /** Inclusive. */
  readonly from?: number;
  /** Exclusive. */
  readonly to?: number;
  /** The plate's search codes on each day looked at; a plate itself is nowhere in the log's columns. */
  readonly plateHmacs?: readonly Buffer[];
}
