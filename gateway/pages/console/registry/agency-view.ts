/** An agency as the API shows it. */
import type { ShownAgency } from '../../../registry/agencies/agency.schema.ts';

export type AgencyView = ShownAgency;
export type RegistryReason = ShownAgency['reasons'][number];
export type AgreementView = NonNullable<ShownAgency['agreement']>;
export type CertificationView = NonNullable<ShownAgency['certification']>;
