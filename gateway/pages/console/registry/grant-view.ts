/** A grant as the API shows it. */
import type { DataClass, ShownGrantStatus } from '../../../../sharing-rules/terms/agency.ts';
import type { PersonApi } from '../../serve/person-api.ts';
import type { AgreementView, CertificationView } from './agency-view.ts';

export interface GrantView {
  readonly id: string;
  readonly partner: string;
  readonly partnerName: string;
  readonly status: ShownGrantStatus;
  readonly purposes: readonly string[];
  readonly dataClasses: readonly DataClass[];
  readonly lookBackDays: number;
  readonly dailyRecords: number;
  readonly validFrom: string | null;
  readonly validUntil: string;
  readonly agreement: AgreementView;
  readonly certification: CertificationView;
  readonly proposedBy: string;
  readonly proposedByName: string;
  readonly proposedAt: string;
  readonly approvedByName: string | null;
  readonly approvedAt: string | null;
  readonly endedByName: string | null;
  readonly endedAt: string | null;
  readonly endedReason: string | null;
  readonly endedIndex: number | null;
}

export interface GrantPage {
  readonly grants: readonly GrantView[];
  readonly next: string | null;
}

/** The newest proposals of an agency, and what became of them. */
export async function readGrantsOf(api: PersonApi, ori: string): Promise<readonly GrantView[]> {
  const { grants } = await api.call<GrantPage>(
    'GET',
    `/v1/grants?partner=${encodeURIComponent(ori)}&limit=50`,
  );
  return grants;
}

/** What a proposal is compared with: the grant in force, else the last that was. */
export function grantBefore(grants: readonly GrantView[]): GrantView | null {
  const was = ({ approvedAt }: GrantView) => approvedAt !== null;
  return grants.find(({ status }) => status === 'active') ?? grants.find(was) ?? null;
}
