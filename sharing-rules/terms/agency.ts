/** Agencies and the grants that they hold. Times are UTC milliseconds since the epoch, distances metres, days 24 h. */

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
