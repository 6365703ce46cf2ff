/** The reason in a grant's row if a change made its agency ineligible: nobody gave one for the grant. */
export const ENDED_WITH_AGENCY = 'the agency may no longer be granted anything';
