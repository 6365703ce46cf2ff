/** An agency as the API shows it. */
import type { AgencyStatus } from '../../../../sharing-rules/terms/agency.ts';

export interface AgencyView {
  readonly ori: string;
  readonly oris: readonly string[];
  readonly name: string;
  readonly class: string;
  readonly state: string;
  readonly county: string | null;
  readonly status: AgencyStatus;
  readonly roster: number;
  readonly boundByArticle74: boolean;
  readonly has287g: boolean;
  readonly federalMembers: boolean;
  readonly eligible: boolean;
  readonly reasons: readonly RegistryReason[];
  readonly agreement: AgreementView | null;
  readonly certification: CertificationView | null;
}

export interface RegistryReason {
  readonly code: string;
  readonly clause?: string;
  readonly detail?: string;
}

export interface AgreementView {
  readonly reference: string;
  readonly signedOn: string;
  readonly expiresOn: string | null;
  readonly article74: boolean;
  readonly officerMfa: boolean;
}

export interface CertificationView {
  readonly signer: string;
  readonly signedOn: string;
}
