/** Describes who asks: a client, a person, the officer behind a query. Times as in `agency.ts`. */
import type { Ori } from './agency.ts';

export type Role = 'sharing_admin' | 'reviewer' | 'auditor' | 'chief' | 'records_clerk' | 'process_clerk';

/** The asker as authenticated: the agency follows from the registered issuer and client, never a claim. */
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
  /** True if the token asserts a sign-in with two factors (RFC 8176 `amr`, or `acr`). */
  readonly mfa: boolean;
  /** The time at which the person signed in; null for a system. */
  readonly authenticatedAt: number | null;
  /** The methods of the person's sign-in, as the issuer says (RFC 8176); absent for a system. */
  readonly amr?: readonly string[];
  /** The token is bound to a key of the client (RFC 9449 or RFC 8705). */
  readonly senderConstrained: boolean;
  /**
   * The version of the agency's registrations that authenticated the asker; absent where nobody signed in, as
   * in a job. It belongs to the request alone: whatever is kept longer is kept without it.
   */
  readonly identities?: number;
}

/**
 * An officer of a partner as the gateway knows them. `new`: not seen before; `held`: over the declared roster;
 * `inactive`: no release for 90 days.
 */
export const ENROLLED_STANDINGS = ['active', 'held', 'inactive', 'suspended'] as const;
export type EnrolledStanding = (typeof ENROLLED_STANDINGS)[number];
export type OfficerStanding = 'new' | EnrolledStanding;

/** The agency's attestation of an officer's employer, federal detail and training; times in ms. */
export interface OfficerPapers {
  readonly enrolledAt: number;
  /** Null where nothing was attested. */
  readonly attestedAt: number | null;
  readonly trainedOn: number | null;
  readonly employerOri: string | null;
  readonly federalDetail: boolean | null;
}

export interface Officer {
  readonly id: string;
  readonly name: string;
  readonly ori: string;
}

/** A colleague whom a signed-in person names: judged beside her, and the stricter answer holds; she alone is charged. */
export interface NamedOfficer {
  readonly standing: OfficerStanding;
  /** Absent in a dry run. */
  readonly papers?: OfficerPapers;
  readonly recordsToday: number;
  /** Counts as in `Usage`; absent where not counted. */
  readonly queriesToday?: number;
  readonly patternQueriesToday?: number;
}
