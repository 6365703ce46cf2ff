/** A query: what it asks, and for which purpose. Times as in `agency.ts`. */
import type { Officer } from './asker.ts';
import type { Incident } from './incident.ts';

export const OFFENSE_SYSTEMS = ['nibrs', 'ncic', 'crs'] as const;
export type OffenseSystem = (typeof OFFENSE_SYSTEMS)[number];

export interface Offense {
  readonly system: OffenseSystem;
  readonly code: string;
}

/** The kinds of document that a court can have signed. */
export const PROCESS_KINDS = ['arrest_warrant', 'search_warrant', 'subpoena', 'court_order'] as const;
export type ProcessKind = (typeof PROCESS_KINDS)[number];

export interface JudicialProcess {
  readonly kind: ProcessKind;
  readonly court: string;
  readonly docket: string;
  readonly judge: string;
  /** Date, `YYYY-MM-DD`. */
  readonly issuedOn: string;
  readonly documentSha256?: string;
  /** The affirmation of SB25-129: not related to legally protected health-care activity. */
  readonly affirmation?: boolean;
}

/** The parts that the asker can attest words of the justification to play. */
export const ATTESTED = ['name_or_place', 'victim_or_witness', 'suspects_conduct'] as const;

/**
 * The asker's statement of what words of the justification tell. It is logged with the query, and turns a
 * denial for them beside an event into a hold, never into a permit; a false one is misuse.
 */
export interface Attestation {
  readonly words: string;
  readonly is: (typeof ATTESTED)[number];
}

/** The coded reason for a query. `code` is free text until the rules have looked at it. */
export interface Purpose {
  readonly code: string;
  readonly offense?: Offense;
  readonly caseNumber?: string;
  /** The event, told by choosing: where it is complete, no words are needed. */
  readonly incident?: Incident;
  readonly justification?: string;
  readonly context?: readonly Attestation[];
  readonly supervisor?: string;
  /** The offense type that the officer chose in the partner's own system, as it exports it. */
  readonly dropDown?: string;
  readonly judicialProcess?: JudicialProcess;
}

export const PLATE_MATCHES = ['exact', 'lookalike', 'partial'] as const;
export type PlateMatch = (typeof PLATE_MATCHES)[number];

export interface PlateTarget {
  /** Normalised: upper case, letters and digits only. */
  readonly number: string;
  readonly state?: string;
  readonly match: PlateMatch;
}

export type AreaTarget =
  | { readonly cameras: readonly string[] }
  | { readonly lat: number; readonly lon: number; readonly radiusMetres: number };

/** Names the entry by which another gateway said in its own log that it would ask this. */
export interface AskerEntry {
  /** The origin of that log. */
  readonly origin: string;
  readonly index: number;
  /** In padded base64. */
  readonly leafHash: string;
}

/** A partner's question. Exactly one of `plate` and `area`. */
export interface Query {
  readonly purpose: Purpose;
  readonly onBehalfOf?: Officer;
  readonly asker?: AskerEntry;
  readonly plate?: PlateTarget;
  readonly area?: AreaTarget;
  /** Inclusive. */
  readonly from: number;
  /** Exclusive. */
  readonly to: number;
  /** Records per page, 1–200. */
  readonly limit: number;
}
