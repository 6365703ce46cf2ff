/** Defines a source of reads: one small interface, with a folder for each real source. */
import type { ReadsSourceName } from '../../../sharing-rules/terms/reads-sources.ts';
import type { FoundReads, ReadsQuery } from '../reads-store.ts';
import type { ReadKey } from '../shared-reads-store.ts';

/** A question that leaves the building. INVARIANT: the intent to ask it stands in the log. */
export interface Question {
  /** The id that its release will carry. */
  readonly id: string;
  /** The reason that the source is told and keeps in its own audit: codes and ids, never free text. */
  readonly reason: string;
  readonly caseNumber: string | null;
  /** Gives the question up, wherever it stands. */
  readonly signal: AbortSignal;
}

export interface ReadsSource {
  /** The name in `READS_SOURCE`, by which the rules know what it cannot search for. */
  readonly name: ReadsSourceName;
  /** True if it is an outsider's: then nothing is asked of it that the log does not say first. */
  readonly asksOutside: boolean;
  /**
   * Finds one page of the reads for a query.
   * @param question null for a source that is the agency's own
   * @throws whatever keeps it from answering in full: an answer is never a part of what it has
   */
  find(query: ReadsQuery, question: Question | null): Promise<FoundReads>;
  /** Ids of those of the reads, which it gave before, that it would give still. */
  findShared(reads: readonly ReadKey[]): Promise<ReadonlySet<string>>;
  /** Checks readiness, without asking for a read. @throws as long as no read can be looked up */
  check(): Promise<void>;
  close(): Promise<void>;
}
