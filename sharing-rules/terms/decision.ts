/** A decision: what it rests on, what it says and why. Times as in `agency.ts`. */
import type { Agency, DataClass, Grant, Ori } from './agency.ts';
import type { NamedOfficer, OfficerPapers, OfficerStanding, Subject } from './asker.ts';
import reasons from './data/reasons.json' with { type: 'json' };
import type { Query } from './query.ts';
import type { LimitedSource } from './reads-sources.ts';

/** The parts that objected words can play in the story: see `narrative/frames.ts`. */
export const FRAMES = [
  ...(['requester', 'suspects_conduct', 'victim_or_witness', 'name_or_place'] as const),
  ...(['impostor_or_threat', 'negation', 'none'] as const),
] as const;
export type Frame = (typeof FRAMES)[number];

/** The words of a query that made a finding, as personal as the text: shown to asker and owner alone. */
export interface FoundWords {
  /** The field in which they stand: `justification`, `supervisor`, `officer`, … */
  readonly field: string;
  /** The words as read, in lower case and without disguises; only the beginning if they are long. */
  readonly words: string;
  /** Their place in the text as it was read. */
  readonly start: number;
  readonly end: number;
  /** The frame in which words were read that deny beside an event. */
  readonly frame?: Frame;
  /** The crime that the answer asks about, where words may be mistyped. */
  readonly meant?: string;
}

/** A finding in the narrative. A `note` is only recorded. */
export interface Finding {
  readonly code: ReasonCode;
  readonly effect: 'deny' | 'review' | 'note';
  /** The kind of term that was found (never the text itself), e.g. `federal_immigration_agency`. */
  readonly detail: string;
  /** The first of the words that made it. Absent of what no single words say. */
  readonly found?: readonly FoundWords[];
}

/** The counts of what was released already, and of what this release would add. */
export interface Usage {
  readonly agencyRecordsToday: number;
  readonly officerRecordsToday: number;
  /** Records about to leave, of those found no more than fit; 0 before the look-up. */
  readonly releasing: number;
  /** A standing query that enters: nothing leaves now, and at its notices the day may be another. */
  readonly waits?: true;
  /** Releases of the day to the officer, and to the officer for the plate's pattern; absent where not counted. */
  readonly officerQueriesToday?: number;
  readonly patternQueriesToday?: number;
  /** The agency's queries that wait for a reviewer; absent where not counted. */
  readonly heldQueries?: number;
}

/** Limits set by the owner's configuration. */
export interface Limits {
  /** Policy 420.7: no read older than this is released. */
  readonly retentionDays: number;
  readonly recordsPerQuery: number;
  readonly agencyRecordsPerDay: number;
  readonly officerRecordsPerDay: number;
  /** Releases of a day to one officer, and to one officer for plates that begin alike; absent: no such cap. */
  readonly officerQueriesPerDay?: number;
  readonly patternQueriesPerDay?: number;
  /** Queries of one agency that may wait for a reviewer at once; absent: no such bound. */
  readonly heldQueries?: number;
  /** Days after enrollment within which an officer's agency must attest; absent: it need not. */
  readonly attestationDays?: number;
  /** Longest window of an area query, ms. */
  readonly areaWindow: number;
  readonly areaRadiusMetres: number;
  readonly areaCameras: number;
  readonly partialCharacters: number;
  /** CJISSECPOL IA-11: re-authentication after this, ms. */
  readonly sessionAge: number;
  /** Milliseconds by which `to` may lie ahead. */
  readonly futureSkew: number;
  /** Says what becomes of a window that is too wide for a query without an incident; absent: it is not asked. */
  readonly windowWithoutIncident?: 'note' | 'hold';
  /** Hours back within which a window must begin to need no warrant; absent: none is needed for its age. */
  readonly warrantAfterHours?: number;
}

/** A reviewer's approval lifts exactly the reasons for which the query was held. */
export interface ReviewApproval {
  readonly lifts: readonly ReasonCode[];
  /** The incident's rows for which it was held; the approval lifts no row that applies only since. */
  readonly rows?: readonly string[];
}

/**
 * The right under which an earlier page left, or a standing query was entered. Whatever follows stands under
 * the same right or is refused.
 */
export interface Continuation {
  /** Null where there was none: then nothing may follow, even while there is still none. */
  readonly grantId: string | null;
  /** Null for a standing query: it survives a halt or a colleague's suspension, and ends with its grant. */
  readonly epoch: number | null;
}

/** An agency's incidents without words wait since its records office does not answer, or contradicts too much. */
export const RECORDS_HOLDS = ['records_unanswered', 'records_contradicted'] as const;
export type RecordsHold = (typeof RECORDS_HOLDS)[number];

/** Counts what the agency's earlier incidents say of this case and this plate; this query is not among them. */
export interface CaseHistory {
  /** True where the first incident under the case stated other facts. */
  readonly differs: boolean;
  /** Other plates, and other officers, under the case within 30 days. */
  readonly otherPlates: number;
  readonly otherOfficers: number;
  /** Other cases, and other purposes, for the plate within 14 days. */
  readonly otherCases: number;
  readonly otherPurposes: number;
}

/** Everything a decision depends on; kept in the log entry's detail, so that the decision can be replayed. */
export interface DecisionInput {
  /** The database's time. */
  readonly now: number;
  readonly owner: Ori;
  readonly halted: boolean;
  readonly dataClass: DataClass;
  readonly subject: Subject;
  /** The registry's entry for the asker's agency. */
  readonly agency: Agency | null;
  /** The grant in point: the active one, else the newest that ended, else null. */
  readonly grant: Grant | null;
  /** The standing of the asker: the person who signed in, else the officer whom a system names. */
  readonly officer: OfficerStanding;
  /** Absent where no papers are asked for: in a dry run, and of a machine that takes a list as itself. */
  readonly officerPapers?: OfficerPapers;
  /** Absent where nobody else is named. */
  readonly named?: NamedOfficer;
  readonly query: Query;
  /**
   * The origin of the log of the gateway with which an agreement is in force, by the asker's agency; null: there is none.
   * Absent where the query names no entry of another log.
   */
  readonly peerOrigin?: string | null;
  /** Set for an ask of other agencies, with none of which an agreement is in force. */
  readonly nobodyToAsk?: true;
  /** The source of the reads; absent where it can answer every query, as the agency's own store does. */
  readonly readsSource?: LimitedSource;
  readonly findings: readonly Finding[];
  /** A person of the owner has checked the attached court document. */
  readonly judicialProcessVerified: boolean;
  readonly usage: Usage;
  readonly limits: Limits;
  readonly approval: ReviewApproval | null;
  /** The right under which a query of pages, or a standing query, began; absent or null for any other. */
  readonly continues?: Continuation | null;
  /** Words for this plate by this officer, or for this case of the agency, were refused within a day. */
  readonly refusedBefore?: boolean;
  /**
   * Set where words were refused: `first` if they were the asker's own for this plate, and these are the
   * first that follow; `colleague` if they were somebody else's for this case. Absent in any other case.
   */
  readonly rewording?: 'first' | 'colleague';
  /** The history of a stated incident; absent in a dry run, at a notice, and where nothing was counted. */
  readonly caseHistory?: CaseHistory;
  /** True where the agency that reported the incident is an eligible one of the registry. */
  readonly reporterIsEligible?: boolean;
  /** Says of a query that states an incident why those of its agency wait where they come without words. */
  readonly recordsHold?: RecordsHold;
  /** Set where reads are to be kept for a case, or leave for it: judged by `preserving.ts`, under no grant. */
  readonly preserving?: true;
  /** The served process for which they are kept: it stands in the place of a case. Absent where there is a case. */
  readonly forProcess?: string;
  /** Says who issued it, and whether it asks for this plate and window: it is silent about what it does not name. */
  readonly process?: { readonly issuer: string; readonly asksForThis: boolean };
}

export const EFFECTS = ['permit', 'review', 'deny'] as const;
export type Effect = (typeof EFFECTS)[number];

export interface Reason {
  readonly code: ReasonCode;
  /** The clause that the reason enforces, e.g. `Policy 420.5(d)`. */
  readonly clause: string;
  /** The variant of the reason and, where it helps an honest officer, what to change. */
  readonly detail?: string;
  /** A `note` is only told: it neither denies nor holds. */
  readonly effect: 'deny' | 'review' | 'note';
  /** The words that the reason is about. Never in the log's entry, nor in what others than the asker and the owner see. */
  readonly found?: readonly FoundWords[];
}

/** A duty of the release. An obligation that the gateway does not know forbids it (XACML 3.0 §2.12). */
export type Obligation =
  | { readonly code: 'verify_before_action' }
  | { readonly code: 'not_before'; readonly at: number }
  | { readonly code: 'cap_records'; readonly records: number }
  | { readonly code: 'omit_images' }
  | { readonly code: 'review_within'; readonly hours: number }
  | { readonly code: 'tell_reporter_nothing' };

export interface Decision {
  readonly effect: Effect;
  readonly reasons: readonly Reason[];
  readonly obligations: readonly Obligation[];
}

/** Stable; partners' programs rely on them. Each with its clause and its words in `data/reasons.json`. */
export type ReasonCode = keyof typeof reasons;
export const REASON_CODES = Object.keys(reasons) as readonly ReasonCode[];

/** The reasons why an agency as such gets nothing, no matter who asks for it, and for what. */
export const AGENCY_CODES = [
  'agency_not_eligible',
  'agency_suspended',
  'agency_retired',
  'agreement_expired',
  'certification_missing',
  'certification_expired',
  'grant_missing',
  'grant_revoked',
  'grant_expired',
  'grant_not_started',
] as const satisfies readonly ReasonCode[];
