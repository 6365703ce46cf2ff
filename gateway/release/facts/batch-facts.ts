/** Defines the facts by which a batch is judged. */
import type { Ori } from '../../../sharing-rules/terms/agency.ts';
import type { Limits } from '../../../sharing-rules/terms/decision.ts';
import type { LimitedSource } from '../../../sharing-rules/terms/reads-sources.ts';
import type { CaseHistories } from './case-histories.ts';
import type { HeldQuery } from './collection-store.ts';
import type { Facts } from './facts-store.ts';
import type { HistoryCodes } from './history-codes.ts';
import type { History } from './history-store.ts';
import type { Standings } from './standing-store.ts';

/** The facts that were read under the locks. */
export interface BatchFacts {
  /** Agencies and grants, and whether sharing is halted. */
  readonly registry: Facts;
  readonly standings: Standings;
  /** Places left on the rosters, by agency id. */
  readonly places: Map<number, number>;
  /** Proofs (hex) that were free. */
  readonly freeProofs: Set<string>;
  /** Held queries that come back, by id. */
  readonly held: Map<string, HeldQuery>;
  readonly history: History;
  /** Tells what earlier incidents say of the cases and plates of the batch. */
  readonly caseHistories: CaseHistories;
  /** Codes in the order of the batch; null for a dry run, which is not remembered, and without an officer. */
  readonly codes: readonly (HistoryCodes | null)[];
  /** Places in the batch whose very words were released upon before. */
  readonly knownWords: ReadonlySet<number>;
  /** The database's time. */
  readonly now: Date;
}

/** The same for every batch of the process. */
export interface JudgeDeps {
  readonly owner: Ori;
  readonly limits: Limits;
  readonly rulesRevision: string;
  /** Refusals of one agency in a UTC day that are entries of the log. */
  readonly refusalsPerDay: number;
  /** The source outside, which the log names before each question; absent: the agency's own store. */
  readonly readsSource?: LimitedSource;
}

/** The further needs of a commit: a mere preview releases nothing. */
export interface CommitJudgeDeps extends JudgeDeps {
  /** True if anything may leave now, by what is in memory, since it is asked for every release. */
  readonly mayRelease?: () => boolean;
}
