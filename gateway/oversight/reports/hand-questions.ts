/** What the auditor looks at outside the gateway for the monthly audit: commands and pages ask it alike. */
import type { ByHand } from './audit-answer.ts';

export const HAND_QUESTIONS: Readonly<Record<keyof ByHand, string>> = {
  employeesCompared: "did you compare the rosters with the agencies' current employees?",
  vendorSharingOff:
    "did you find the camera vendor's own sharing switched off (Flock: in its sharing settings, and no other organization " +
    'in its network audit; its API tells neither)?',
};
