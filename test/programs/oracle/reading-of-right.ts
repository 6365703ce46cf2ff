/** The policy read as a table, second part: under which right. */
import type { Facts } from './facts.ts';
import type { Line } from './line.ts';

/** Another agency's grant says nothing of this one. */
const isOurs = ({ grant, subject, agency }: Facts) =>
  grant !== null &&
  grant.agencyId === subject.agencyId &&
  grant.agencyId === (agency?.id ?? subject.agencyId);

export const RIGHT: readonly Line[] = [
  {
    says: 'sharing can be stopped at any moment (1)',
    code: 'sharing_halted',
    effect: 'deny',
    when: ({ halted }) => halted,
  },
  {
    says: 'a grant of this agency that somebody approved, for this class of data (P1)',
    code: 'grant_missing',
    effect: 'deny',
    when: (facts) => {
      const { grant, dataClass } = facts;
      return (
        grant === null ||
        grant.status === 'proposed' ||
        grant.status === 'withdrawn' ||
        !isOurs(facts) ||
        !grant.dataClasses.includes(dataClass)
      );
    },
  },
  {
    says: 'revoked is revoked (P2); a next page stands under the same right as the page before (6), a standing query under its grant',
    code: 'grant_revoked',
    effect: 'deny',
    when: (facts) => {
      const { grant, agency, continues } = facts;
      return (
        (isOurs(facts) && grant?.status === 'revoked') ||
        (continues != null && (grant === null || continues.grantId !== grant.id)) ||
        (continues != null && continues.epoch !== null && continues.epoch !== agency?.epoch)
      );
    },
  },
  {
    says: 'a grant that has begun ends',
    code: 'grant_expired',
    effect: 'deny',
    when: (facts) =>
      isOurs(facts) &&
      facts.grant?.status === 'active' &&
      facts.grant.validUntil <= facts.now &&
      facts.grant.validFrom <= facts.now,
  },
  {
    says: 'and begins',
    code: 'grant_not_started',
    effect: 'deny',
    when: (facts) => isOurs(facts) && facts.grant?.status === 'active' && facts.grant.validFrom > facts.now,
  },
];
