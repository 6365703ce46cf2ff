/** A grant as the API shows it. */
import type { ShownGrant } from '../../../registry/grants/grant.schema.ts';
import type { PersonApi } from '../../serve/person-api.ts';

export type GrantView = ShownGrant;

export interface GrantPage {
  readonly grants: readonly GrantView[];
  readonly next: string | null;
}

/** Reads the newest proposals of an agency, and what became of them. */
export async function readGrantsOf(api: PersonApi, ori: string): Promise<readonly GrantView[]> {
  const { grants } = await api.call<GrantPage>(
    'GET',
    `/v1/grants?partner=${encodeURIComponent(ori)}&limit=50`,
  );
  return grants;
}

/** Returns the grant that a proposal is compared with: the one in force, else the last that was. */
export function grantBefore(grants: readonly GrantView[]): GrantView | null {
  const was = ({ approvedAt }: GrantView) => approvedAt !== null;
  return grants.find(({ status }) => status === 'active') ?? grants.find(was) ?? null;
}
