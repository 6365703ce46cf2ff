/** Turns the body of a proposal into the grant that the rules judge, with the papers that its kind needs. */
import { utcDay } from '../../../sharing-rules/terms/utc-day.ts';
import { GatewayError } from '../../faults/errors.ts';
import { toAgreement, toCertification } from '../agencies/agreement.schema.ts';
import type { GrantBody } from './grant.schema.ts';
import type { Proposal } from './propose-grant.ts';

/** @param now ms since the epoch @throws GatewayError `malformed` that names the member which a partner's grant lacks */
export function toProposal(
  { agreement, certification, partner, validUntil, ...terms }: GrantBody,
  now: number,
): Proposal {
  const proposal = { ...terms, partnerOri: partner, validUntil: Date.parse(validUntil) };
  const { id, officerMfa, ...papers } = agreement;
  if (id !== undefined && Object.keys(agreement).length > 1) {
    throw new GatewayError(
      'malformed',
      '`agreement` has more than its `id`: leave the rest to the agreement',
    );
  }
  if (terms.dataClasses.includes('own')) {
    // Article 74 binds the owner itself, whatever is signed: the rules ask the registry for that.
    const own = { reference: 'own use', signedOn: utcDay(now), ...papers, article74: true };
    return {
      ...proposal,
      agreement: toAgreement({ ...own, officerMfa: needed(officerMfa, 'agreement', 'officerMfa') }),
    };
  }
  const { article74, reference, signedOn } = papers;
  const { signedOn: certifiedOn, signer } = certification ?? {};
  const certified = {
    certification: toCertification({
      signer: needed(signer, 'certification', 'signer'),
      signedOn: needed(certifiedOn, 'certification', 'signedOn'),
    }),
  };
  if (id !== undefined) return { ...proposal, ...certified, networkAgreement: id };
  return {
    ...proposal,
    ...certified,
    agreement: toAgreement({
      ...papers,
      officerMfa: needed(officerMfa, 'agreement', 'officerMfa'),
      reference: needed(reference, 'agreement', 'reference'),
      signedOn: needed(signedOn, 'agreement', 'signedOn'),
      article74: needed(article74, 'agreement', 'article74'),
    }),
  };
}

function needed<T>(given: T | undefined, paper: string, member: string): T {
  if (given !== undefined) return given;
  throw new GatewayError('malformed', `\`${paper}\` lacks \`${member}\`: add it`);
}
