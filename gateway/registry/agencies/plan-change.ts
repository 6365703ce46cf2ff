/** Plans a change of an agency: which rights it withdraws and grants, and whether the agency's grants end. */
import { isDeepStrictEqual } from 'node:util';
import { decideEligibility, withdrawalOf } from '../../../sharing-rules/administer.ts';
import { grantingOf } from '../../../sharing-rules/granting.ts';
import type { Agency, Ori } from '../../../sharing-rules/terms/agency.ts';
import { lacksRoster } from '../../../sharing-rules/terms/roster.ts';
import { wideningOf } from '../../../sharing-rules/widening.ts';
import { GatewayError } from '../../faults/errors.ts';
import type { AgencyFacts } from '../../release/facts/facts-store.ts';
import type { AgencyFields } from './agencies-store.ts';

/** Members that are absent stay as they are. */
export type AgencyChange = Partial<Omit<AgencyFields, 'ori'>>;

export interface ChangePlan {
  readonly after: Agency;
  /** Facts whose change takes a right away: it writes a revocation record, and is drained on every node. */
  readonly withdraws: readonly (keyof Agency | 'encryptionKey')[];
  /** Facts whose change grants a right, or may: it takes a sign-in with a second factor. */
  readonly grants: readonly (keyof Agency | 'encryptionKey' | 'agreementFile')[];
  /** True if the agency becomes ineligible: its grants end in the same transaction. */
  readonly ends: boolean;
  /** A larger roster under a grant in force, which takes two persons; null if it does not. */
  readonly rosterByTwo: number | null;
  /** True if a grant in force ends: only then the revocation record is of kind `revoked`. */
  readonly revokes: boolean;
}

/**
 * @throws GatewayError `conflict` if an ORI would be dropped (a used one stays its agency's in the log), or
 * if one person would widen a grant in force, or a larger roster, which takes two, comes with something else;
 * `malformed` if it would be active without a roster.
 */
export function planChange(facts: AgencyFacts, change: AgencyChange, owner: Ori, now: number): ChangePlan {
  const before = facts.agency;
  const after: Agency = { ...before, ...change, oris: orisAfter(before, change) };
  const inForce = facts.grant?.status === 'active' && now < facts.grant.validUntil;
  const widened = wideningOf(before, after);
  if (inForce && widened.length > 0) {
    throw new GatewayError(
      'conflict',
      `\`${widened.join('`, `')}\` would widen the grant in force, which takes two persons: revoke it, change it, and propose it again`,
    );
  }
  const rosterByTwo = inForce && after.roster > before.roster ? after.roster : null;
  if (rosterByTwo !== null && !isDeepStrictEqual({ ...after, roster: before.roster }, before)) {
    throw new GatewayError(
      'conflict',
      'a larger `roster` under the grant in force takes two persons: send it without other changes',
    );
  }
  if (lacksRoster(after, owner) && !lacksRoster(before, owner)) throw rosterMissing();
  const withdraws = withdrawalOf(before, after);
  const ends =
    withdraws.length > 0 &&
    decideEligibility({ owner, agency: after, partnerOri: after.ori, now, ...grantedClass(facts) }).length >
      0;
  const revokes = ends && facts.grant?.status === 'active';
  return { after, withdraws, grants: grantingOf(before, after), ends, rosterByTwo, revokes };
}

/** The owner's grant to itself stands or falls by what its own use asks for. */
function grantedClass({ grant }: AgencyFacts): Pick<Parameters<typeof decideEligibility>[0], 'dataClass'> {
  return grant?.dataClasses.includes('own') ? { dataClass: 'own' } : {};
}

/** Such an agency from before this check can still be changed; what its queries wait for tells of it. */
export function rosterMissing(): GatewayError {
  return new GatewayError('malformed', `an agency that is \`active\` ${NEEDS_ROSTER}`);
}

/** The end of a sentence about an agency that would be active without a roster. */
export const NEEDS_ROSTER =
  'needs in `roster` how many officers it has declared, at least 1 (on the command line `--roster`): ' +
  'with none, each of its queries would wait for a reviewer; to let none of its officers ask, make it `suspended`';

function orisAfter(before: Agency, change: AgencyChange): Agency['oris'] {
  if (change.oris === undefined) return before.oris;
  if (before.oris.some((ori) => !change.oris?.includes(ori))) {
    throw new GatewayError(
      'conflict',
      'an ORI cannot be taken from its agency: list all of them, or retire the agency and register a new one',
    );
  }
  return [before.ori, ...change.oris.filter((ori) => ori !== before.ori)];
}
