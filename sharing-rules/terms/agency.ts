/** Agencies and the grants that they hold. Times are UTC milliseconds since the epoch, distances meters, days 24 h. */
import type { AgencyClass } from './agency-classes.ts';

/** Originating Agency Identifier: nine characters, upper case, e.g. `CO0010300`. An address, never a credential (CJISSECPOL IA-0). */
export type Ori = string & { readonly __brand: 'Ori' };

/** `draft`: nobody has confirmed the row yet, so nothing may be granted. */
export const AGENCY_STATUSES = ['draft', 'active', 'suspended', 'retired'] as const;
export type AgencyStatus = (typeof AGENCY_STATUSES)[number];

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
  /** The number of officers that the agency declared. */
  readonly roster: number;
  /** Log index of the newest revocation record that withdrew a right of this agency; 0 if there is none. */
  readonly epoch: number;
}

/** `own`: the owner's own use of its reads. Only the owner has a grant of it, to itself, and it is no sharing. */
export const DATA_CLASSES = ['reads', 'hits', 'hot_lists', 'own'] as const;
export type DataClass = (typeof DATA_CLASSES)[number];

/** The classes that a partner can be granted. */
export const SHARED_CLASSES = DATA_CLASSES.filter((name) => name !== 'own');

/** True if an officer asks for reads, a partner's or the owner's own. */
export function isOfReads(dataClass: DataClass): boolean {
  return dataClass === 'reads' || dataClass === 'own';
}

export const GRANT_STATUSES = ['proposed', 'active', 'revoked', 'withdrawn'] as const;
export type GrantStatus = (typeof GRANT_STATUSES)[number];

/** `expired`: time ended it, and nobody had to; it is shown, never stored. */
export const SHOWN_GRANT_STATUSES = [...GRANT_STATUSES, 'expired'] as const;
export type ShownGrantStatus = (typeof SHOWN_GRANT_STATUSES)[number];

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
