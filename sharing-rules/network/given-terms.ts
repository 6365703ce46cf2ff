/** Compares a grant with what its agreement gives at most. */

export interface GivenTerms {
  readonly purposes: readonly string[];
  readonly dataClasses: readonly string[];
  readonly lookBackDays: number;
  readonly dailyRecords: number;
  /** Days for which the giver keeps its reads. */
  readonly retentionDays: number;
  /** The other agency attests a second factor of its officers; no agreement is made without. */
  readonly officerMfa: true;
}

/** The terms of a grant that its agreement bounds. Times in ms. */
export interface GrantedTerms
  extends Pick<GivenTerms, 'dailyRecords' | 'dataClasses' | 'lookBackDays' | 'purposes'> {
  readonly validUntil: number;
}

export type BoundedMember = keyof GrantedTerms;

/** Returns the members of a grant that go beyond what its agreement gives; none where the grant fits. */
export function beyondAgreement(
  grant: GrantedTerms,
  gives: GivenTerms,
  until: number,
): readonly BoundedMember[] {
  const within: Readonly<Record<BoundedMember, boolean>> = {
    purposes: grant.purposes.every((one) => gives.purposes.includes(one)),
    dataClasses: grant.dataClasses.every((one) => gives.dataClasses.includes(one)),
    lookBackDays: grant.lookBackDays <= gives.lookBackDays,
    dailyRecords: grant.dailyRecords <= gives.dailyRecords,
    validUntil: grant.validUntil <= until,
  };
  return (Object.keys(within) as BoundedMember[]).filter((member) => !within[member]);
}
