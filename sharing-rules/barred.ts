/** Whom nothing is shared with whatever they sign, and which reasons of a refusal are about the agency alone. */
import { decideEligibility, isBroughtByGrant } from './administer.ts';
import { AGENCY_CODES, type Reason } from './terms/decision.ts';

/** Of a row that nobody has confirmed yet: it bars nothing for good. */
const UNCONFIRMED = 'unconfirmed';

/** Why the agency is barred; empty where an agreement, a certification and a grant are all that it lacks. */
export function decideBarred(facts: Parameters<typeof decideEligibility>[0]): readonly Reason[] {
  return decideEligibility(facts).filter(
    ({ code, detail }) => !isBroughtByGrant(code) && detail !== UNCONFIRMED,
  );
}

const ABOUT_AGENCY: ReadonlySet<string> = new Set(AGENCY_CODES);

/** Whether it says something of the agency, and nothing of what one of its officers asked. */
export function isAboutAgency(code: string): boolean {
  return ABOUT_AGENCY.has(code);
}
