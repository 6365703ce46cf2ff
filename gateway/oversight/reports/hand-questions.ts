/** The questions that only the auditor can answer for the monthly audit; commands and pages ask alike. */
import type { ByHand } from './audit-answer.ts';

export const HAND_QUESTIONS: Readonly<Record<keyof ByHand, string>> = {
  sampleRead:
    "did you read each release of the month's sample, with its reason and its case number (yes if the sample is empty)?",
  employeesCompared: "did you compare the rosters with the agencies' current employees?",
  vendorSharingOff:
    "did you find the camera vendor's own sharing switched off (Flock: in its sharing settings, and no other organization " +
    'in its network audit; its API tells neither)?',
};

/** Index, from 0, of the answer that waits for each: until then, a yes would say too much. */
export const HAND_ANSWERS: Readonly<Record<keyof ByHand, number>> = {
  sampleRead: 4,
  employeesCompared: 0,
  vendorSharingOff: 3,
};
