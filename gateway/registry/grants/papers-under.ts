/** Finds the agreement that a grant names in place of its papers, and holds the grant against what we give under it. */
import { beyondAgreement, type GrantedTerms } from '../../../sharing-rules/network/given-terms.ts';
import type { Agreement as Papers } from '../../../sharing-rules/terms/agency.ts';
import type { Queryable } from '../../database/queryable.ts';
import { GatewayError } from '../../faults/errors.ts';
import { findNamedAgreement } from './named-agreement-store.ts';

const DAY = 86_400_000;

/**
 * Returns the papers that the agreement stands for: it has no reference but its id, and always attests both. Its end is the
 * grant's bound to the millisecond; the papers know days, and name the one by which it is over.
 * @throws GatewayError `malformed` that names the member
 */
export async function papersUnder(
  db: Queryable,
  id: string,
  { agencyId, owner }: { readonly agencyId: number; readonly owner: string },
  grant: GrantedTerms,
): Promise<Papers> {
  const found = await findNamedAgreement(db, id, agencyId, owner);
  if (found === null) {
    throw malformed('agreement.id', 'is not in force with this agency: name one that is');
  }
  if (found.gives === null) {
    throw malformed('agreement.id', 'gives this agency nothing: agree on what we give first');
  }
  const end = found.until.getTime();
  const [beyond, ...more] = beyondAgreement(grant, found.gives, end);
  if (beyond !== undefined) {
    const members = [beyond, ...more].map((one) => `\`${one}\``).join(', ');
    throw new GatewayError(
      'malformed',
      `more than the agreement gives in ${members}: ask for what it gives (\`agreement show\`), or change it first`,
    );
  }
  return {
    reference: id,
    signedOn: found.approvedAt.getTime(),
    expiresOn: Math.ceil(end / DAY) * DAY,
    article74: true,
    officerMfa: true,
  };
}

const malformed = (member: string, what: string) => new GatewayError('malformed', `\`${member}\` ${what}`);
