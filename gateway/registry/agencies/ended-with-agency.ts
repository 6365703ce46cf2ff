/** The reason that a grant's row has where a change made its agency ineligible: nobody gave one for the grant. */
export const ENDED_WITH_AGENCY = 'the agency may no longer be granted anything';
