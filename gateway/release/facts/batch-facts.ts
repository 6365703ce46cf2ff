/** What a batch is judged on. */
import type { Ori } from '../../../sharing-rules/terms/agency.ts';
import type { Limits } from '../../../sharing-rules/terms/decision.ts';
import type { LimitedSource } from '../../../sharing-rules/terms/reads-sources.ts';
import type { CaseHistories } from './case-histories.ts';
import type { Facts } from './facts-store.ts';
import type { HistoryCodes } from './history-codes.ts';
import type { History } from './history-store.ts';
import type { HeldQuery } from './pick-up-store.ts';
import type { Standings } from './standing-store.ts';

/** What was read under the locks. */
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
  /** In the order of the batch; null for a dry run, which is not remembered, and where no officer is named. */
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
  /** Where reads are asked for outside, which the log says before each question; absent: in the agency's own store. */
  readonly readsSource?: LimitedSource;
}

/** What a commit asks beside: nothing leaves by what is only foreseen. */
export interface CommitJudgeDeps extends JudgeDeps {
  /** Whether anything may leave now. A look at what is in memory: it is asked for every release. */
  readonly mayRelease?: () => boolean;
}
