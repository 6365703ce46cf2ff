/** Who asks: a client, a person, the officer behind a query. Times as in `agency.ts`. */
import type { Ori } from './agency.ts';

export type Role = 'sharing_admin' | 'reviewer' | 'auditor' | 'chief' | 'records_clerk';

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
export const ENROLLED_STANDINGS = ['active', 'held', 'inactive', 'suspended'] as const;
export type EnrolledStanding = (typeof ENROLLED_STANDINGS)[number];
export type OfficerStanding = 'new' | EnrolledStanding;

/** What an officer's agency has attested of employer, federal detail and training; times in ms. */
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
  /** As in `Usage`; absent where not counted. */
  readonly queriesToday?: number;
  readonly patternQueriesToday?: number;
}
