/**
 * The vocabulary of the gateway: every type of the domain, once.
 * Times are UTC milliseconds since the epoch, distances metres, days 24 h.
 */

/** Originating Agency Identifier: nine characters, upper case, e.g. `CO0010300`. An address, never a credential (CJISSECPOL IA-0). */
export type Ori = string & { readonly __brand: 'Ori' };

/** What an agency is, in law. Decides whether article 74 binds it (C.R.S. 24-74-101 ff.). */
export type AgencyClass =
  | 'municipal'
  | 'sheriff'
  | 'town_marshal'
  | 'state'
  | 'campus_public'
  | 'prosecutor'
  | 'campus_private'
  | 'task_force'
  | 'tribal'
  | 'federal'
  | 'corrections'
  | 'not_criminal_justice'
  | 'private'
  | 'fusion'
  | 'out_of_state';

/** `draft`: nobody has confirmed the row yet, so nothing may be granted. */
export type AgencyStatus = 'draft' | 'active' | 'suspended' | 'retired';

/** The sharing agreement between owner and partner (C.R.S. 24-74-106). */
export interface Agreement {
  readonly reference: string;
  readonly signedOn: number;
  readonly expiresOn: number | null;
  /** The agreement ensures that the parties comply with article 74. */
  readonly article74: boolean;
  /** The agency attests multi-factor sign-in of its officers within 12 h (CJISSECPOL IA-2, IA-11). */
  readonly officerMfa: boolean;
}

/** The yearly certification under penalty of perjury (C.R.S. 24-74-105). */
export interface Certification {
  readonly signer: string;
  readonly signedOn: number;
}

/** One agency entity of the registry; all its ORIs stand and fall together. */
export interface Agency {
  readonly id: number;
  /** The ORI by which the entity is named in the log. */
  readonly ori: Ori;
  /** Every ORI of the entity, `ori` included. */
  readonly oris: readonly Ori[];
  readonly name: string;
  readonly class: AgencyClass;
  readonly state: string;
  readonly county: string | null;
  readonly boundByArticle74: boolean;
  readonly has287g: boolean;
  readonly federalMembers: boolean;
  readonly status: AgencyStatus;
  readonly agreement: Agreement | null;
  readonly certification: Certification | null;
  /** How many officers the agency declared. */
  readonly roster: number;
  /** Log index of the newest mark that lowered a right of this agency; 0 if there is none. */
  readonly epoch: number;
}

export type DataClass = 'reads' | 'hits' | 'hot_lists';

export type GrantStatus = 'proposed' | 'active' | 'revoked' | 'withdrawn';

/** An owner's standing permission to one partner. Never deleted. */
export interface Grant {
  readonly id: string;
  readonly agencyId: number;
  readonly purposes: readonly string[];
  readonly dataClasses: readonly DataClass[];
  readonly lookBackDays: number;
  readonly dailyRecords: number;
  readonly validFrom: number;
  readonly validUntil: number;
  readonly status: GrantStatus;
}

export type Role = 'sharing_admin' | 'reviewer' | 'auditor' | 'chief';

/** Who asks, as authenticated: the agency follows from the registered issuer and client, never from a claim. */
export interface Subject {
  /** `person`: authorization code flow; `system`: client credentials. */
  readonly kind: 'person' | 'system';
  readonly issuer: string;
  readonly clientId: string;
  readonly agencyId: number;
  readonly ori: Ori;
  /** The natural person behind the token, where there is one. Two clients of one person are one person. */
  readonly personId: string | null;
  readonly roles: readonly Role[];
  /** Multi-factor sign-in is asserted by the token (RFC 8176 `amr`, or `acr`). */
  readonly mfa: boolean;
  /** When the person signed in; null for a system. */
  readonly authenticatedAt: number | null;
  /** By which methods the person signed in, as the issuer says (RFC 8176); absent for a system. */
  readonly amr?: readonly string[];
  /** The token is bound to a key of the client (RFC 9449 or RFC 8705). */
  readonly senderConstrained: boolean;
  /**
   * The version of its agency's registrations by which it was authenticated; absent where nobody signed in, as in a job.
   * Of the request only: whatever is kept longer is kept without it.
   */
  readonly identities?: number;
}

/**
 * An officer of a partner as the gateway knows them. `new`: not seen before; `held`: over the declared roster;
 * `inactive`: no release for 90 days.
 */
export type OfficerStanding = 'new' | 'active' | 'held' | 'inactive' | 'suspended';

/** What an officer's agency has attested of employer, federal detail and training; times in ms. */
export interface OfficerPapers {
  readonly enrolledAt: number;
  /** Null where nothing was attested. */
  readonly attestedAt: number | null;
  readonly trainedOn: number | null;
  readonly employerOri: string | null;
  readonly federalDetail: boolean | null;
}

export type OffenseSystem = 'nibrs' | 'ncic' | 'crs';

export interface Offense {
  readonly system: OffenseSystem;
  readonly code: string;
}

export interface JudicialProcess {
  readonly kind: 'arrest_warrant' | 'search_warrant' | 'subpoena' | 'court_order';
  readonly court: string;
  readonly docket: string;
  readonly judge: string;
  /** Date, `YYYY-MM-DD`. */
  readonly issuedOn: string;
  readonly documentSha256?: string;
  /** The affirmation of SB25-129: not related to legally protected health-care activity. */
  readonly affirmation?: boolean;
}

/** The coded reason for a query. `code` is free text until the rules have looked at it. */
export interface Purpose {
  readonly code: string;
  readonly offense?: Offense;
  readonly caseNumber?: string;
  readonly justification?: string;
  readonly supervisor?: string;
  /** The offense type that the officer chose in the partner's own system, as it exports it. */
  readonly dropDown?: string;
  readonly judicialProcess?: JudicialProcess;
}

export type PlateMatch = 'exact' | 'lookalike' | 'partial';

export interface PlateTarget {
  /** Normalised: upper case, letters and digits only. */
  readonly number: string;
  readonly state?: string;
  readonly match: PlateMatch;
}

export type AreaTarget =
  | { readonly cameras: readonly string[] }
  | { readonly lat: number; readonly lon: number; readonly radiusMetres: number };

export interface Officer {
  readonly id: string;
  readonly name: string;
  readonly ori: string;
}

/** A partner's question. Exactly one of `plate` and `area`. */
export interface Query {
  readonly purpose: Purpose;
  readonly onBehalfOf?: Officer;
  readonly plate?: PlateTarget;
  readonly area?: AreaTarget;
  /** Inclusive. */
  readonly from: number;
  /** Exclusive. */
  readonly to: number;
  /** Records per page, 1–200. */
  readonly limit: number;
}

/** One capture of one plate at one place and time. */
export interface Read {
  readonly readId: string;
  readonly capturedAt: number;
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
  readonly vehicle: {
    readonly make: string | null;
    readonly model: string | null;
    readonly color: string | null;
    readonly bodyStyle: string | null;
  };
}

/** What the narrative gives away. A `note` is only recorded. */
export interface Finding {
  readonly code: ReasonCode;
  readonly effect: 'deny' | 'review' | 'note';
  /** Which kind of term was found (never the text itself), e.g. `federal_immigration_agency`. */
  readonly detail: string;
}

/** How much was released already, and how much this release would add. */
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
  /** Days after enrolment within which an officer's agency must attest; absent: it need not. */
  readonly attestationDays?: number;
  /** Longest window of an area query, ms. */
  readonly areaWindow: number;
  readonly areaRadiusMetres: number;
  readonly areaCameras: number;
  readonly partialCharacters: number;
  /** CJISSECPOL IA-11: re-authentication after this, ms. */
  readonly sessionAge: number;
  /** How far `to` may lie ahead, ms. */
  readonly futureSkew: number;
}

/** A reviewer's approval lifts exactly the reasons for which the query was held. */
export interface ReviewApproval {
  readonly lifts: readonly ReasonCode[];
}

/**
 * The right under which an earlier page left, or a standing query was entered. What follows stands under the same or is
 * refused.
 */
export interface Continuation {
  /** Null where there was none: nothing follows from that, not even while there is none. */
  readonly grantId: string | null;
  /** Null of a standing query: it waits through a halt, or a colleague's suspension, and ends with its grant. */
  readonly epoch: number | null;
}

/** A colleague whom a signed-in person names: judged beside her, and the stricter answer holds; she alone is charged. */
export interface NamedOfficer {
  readonly standing: OfficerStanding;
  /** Absent in a dry run. */
  readonly papers?: OfficerPapers;
  readonly recordsToday: number;
  /** As in `Usage`; absent where not counted. */
  readonly queriesToday?: number;
  readonly patternQueriesToday?: number;
}

/** Everything a decision depends on; kept in the log entry's detail, so that the decision can be replayed. */
export interface DecisionInput {
  /** The database's time. */
  readonly now: number;
  readonly owner: Ori;
  readonly halted: boolean;
  readonly dataClass: DataClass;
  readonly subject: Subject;
  /** The registry's entry for the subject's agency. */
  readonly agency: Agency | null;
  /** The grant in point: the active one, else the newest that ended, else null. */
  readonly grant: Grant | null;
  /** Of who asks: the person who signed in, else the officer whom a system names. */
  readonly officer: OfficerStanding;
  /** Absent where they are not asked for: in a dry run, and of a machine that takes a list as itself. */
  readonly officerPapers?: OfficerPapers;
  /** Absent where nobody else is named. */
  readonly named?: NamedOfficer;
  readonly query: Query;
  readonly findings: readonly Finding[];
  /** A person of the owner has checked the attached court document. */
  readonly judicialProcessVerified: boolean;
  readonly usage: Usage;
  readonly limits: Limits;
  readonly approval: ReviewApproval | null;
  /** Of a further page, or what a standing query found: the right under which it was begun; absent or null for any other. */
  readonly continues?: Continuation | null;
  /** Words for this plate by this officer, or for this case of the agency, were refused within a day. */
  readonly refusedBefore?: boolean;
  /**
   * Where words were refused: `first` if they were the asker's own for this plate, and these are the first that she
   * brings instead; `colleague` if they were somebody else's for this case. Absent: any other.
   */
  readonly rewording?: 'first' | 'colleague';
}

export type Effect = 'permit' | 'review' | 'deny';

export interface Reason {
  readonly code: ReasonCode;
  /** The clause that the reason enforces, e.g. `Policy 420.5(d)`. */
  readonly clause: string;
  /** Which variant of the reason, and where it helps an honest officer, what to change. */
  readonly detail?: string;
  readonly effect: 'deny' | 'review';
}

/** What must be done to release. An obligation that the gateway does not know forbids the release (XACML 3.0 §2.12). */
export type Obligation =
  | { readonly code: 'verify_before_action' }
  | { readonly code: 'not_before'; readonly at: number }
  | { readonly code: 'cap_records'; readonly records: number }
  | { readonly code: 'omit_images' }
  | { readonly code: 'review_within'; readonly hours: number };

export interface Decision {
  readonly effect: Effect;
  readonly reasons: readonly Reason[];
  readonly obligations: readonly Obligation[];
}

/** Stable; partners' programs rely on them. */
export const REASON_CODES = [
  'ori_malformed',
  'agency_unknown',
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
  'sharing_halted',
  'subject_suspended',
  'employer_mismatch',
  'on_behalf_of_missing',
  'mfa_required',
  'reauthentication_required',
  'purpose_missing',
  'purpose_not_approved',
  'purpose_not_in_grant',
  'purpose_prohibited',
  'purpose_vague',
  'purpose_contradiction',
  'offense_unknown',
  'offense_immigration',
  'offense_minor_traffic',
  'offense_protected_health',
  'narrative_immigration',
  'narrative_minor_traffic',
  'narrative_personal',
  'narrative_protected_class',
  'narrative_protected_health',
  'narrative_federal_assist',
  'narrative_pretext',
  'narrative_reworded',
  'case_number_missing',
  'case_number_invalid',
  'judicial_process_required',
  'judicial_process_administrative',
  'judicial_process_unverified',
  'window_too_old',
  'window_too_wide',
  'window_in_future',
  'plate_too_short',
  'area_too_wide',
  'too_many_records',
  'quota_exceeded',
  'rule_failed',
] as const;

export type ReasonCode = (typeof REASON_CODES)[number];
