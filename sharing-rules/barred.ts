/** Says who is barred whatever they sign, and which reasons of a refusal are about the agency alone. */
import { decideEligibility, isBroughtByGrant } from './administer.ts';
import { AGENCY_CODES, type Reason } from './terms/decision.ts';

/** The detail of an agency that nobody has confirmed yet, which bars it until somebody confirms it. */
const UNCONFIRMED = 'unconfirmed';

/** Returns why the agency is barred; empty if it lacks only an agreement, a certification and a grant. */
export function decideBarred(facts: Parameters<typeof decideEligibility>[0]): readonly Reason[] {
  return decideEligibility(facts).filter(
    ({ code, detail }) => !isBroughtByGrant(code) && detail !== UNCONFIRMED,
  );
}

const ABOUT_AGENCY: ReadonlySet<string> = new Set(AGENCY_CODES);

/** True if the reason is about the agency, and not about a query of one of its officers. */
export function isAboutAgency(code: string): boolean {
  return ABOUT_AGENCY.has(code);
}
