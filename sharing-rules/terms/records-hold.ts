/** Why an agency's incidents without words wait for a person: its records office is silent, or contradicts too much. */
export const RECORDS_HOLDS = ['records_unanswered', 'records_contradicted'] as const;
export type RecordsHold = (typeof RECORDS_HOLDS)[number];
