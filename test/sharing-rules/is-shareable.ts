/** The promises P1 and P3 restated from the law, without a line of the rules: what a permit must have behind it. */
import purposes from '../../sharing-rules/terms/data/purposes.json' with { type: 'json' };
import type { DecisionInput } from '../../sharing-rules/terms/decision.ts';

const DAY = 24 * 60 * 60 * 1_000;
const ELIGIBLE = ['municipal', 'sheriff', 'town_marshal', 'state', 'campus_public', 'prosecutor'];
/** Only after a person has looked. */
const AFTER_REVIEW = ['campus_private', 'corrections'];
const APPROVED = new Set(purposes.approved.map(({ code }) => code));

export function isShareable({
  agency,
  approval,
  findings,
  grant,
  halted,
  now,
  owner,
  query,
  subject,
}: DecisionInput): boolean {
  if (agency === null || grant === null || halted) return false;
  const { agreement, certification } = agency;
  return [
    ELIGIBLE.includes(agency.class) || (AFTER_REVIEW.includes(agency.class) && approval !== null),
    agency.state === 'CO' && agency.boundByArticle74,
    !agency.has287g && !agency.federalMembers && agency.status === 'active',
    !agency.oris.includes(owner) && agency.oris.includes(subject.ori) && agency.id === subject.agencyId,
    agreement?.article74 === true && (agreement.expiresOn ?? Infinity) > now,
    certification !== null && certification.signedOn <= now && now - certification.signedOn <= 365 * DAY,
    grant.agencyId === agency.id && grant.status === 'active',
    grant.validFrom <= now && now < grant.validUntil,
    APPROVED.has(query.purpose.code) && grant.purposes.includes(query.purpose.code),
    findings.every(({ effect }) => effect !== 'deny'),
    query.from >= now - 30 * DAY,
  ].every(Boolean);
}
