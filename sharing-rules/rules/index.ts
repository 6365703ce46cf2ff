/** The ordered list of rules: the table of contents of the policy. Prohibitions come first, quotas last. */
import { agencyEligible } from './agency-eligible.ts';
import { agencyHeld } from './agency-held.ts';
import { agencyKnown } from './agency-known.ts';
import { agencyStatus } from './agency-status.ts';
import { agreementInForce } from './agreement-in-force.ts';
import { areaWidth } from './area-width.ts';
import { caseNumber } from './case-number.ts';
import { certificationCurrent } from './certification-current.ts';
import { dailyQuota } from './daily-quota.ts';
import { dropDownValue } from './drop-down-value.ts';
import { employer } from './employer.ts';
import { grantCoversData } from './grant-covers-data.ts';
import { grantCoversPurpose } from './grant-covers-purpose.ts';
import { grantInForce } from './grant-in-force.ts';
import { judicialProcessAdministrative } from './judicial-process-administrative.ts';
import { judicialProcessRequired } from './judicial-process-required.ts';
import { judicialProcessVerified } from './judicial-process-verified.ts';
import { narrative } from './narrative.ts';
import { offenseFits } from './offense-fits.ts';
import { offenseProhibited } from './offense-prohibited.ts';
import { officerOffice } from './officer-office.ts';
import { officerPapers } from './officer-papers.ts';
import { officerStanding } from './officer-standing.ts';
import { onBehalfOf } from './on-behalf-of.ts';
import { plateLength } from './plate-length.ts';
import { prosecutorCase } from './prosecutor-case.ts';
import { purposeApproved } from './purpose-approved.ts';
import { purposeClass } from './purpose-class.ts';
import { purposeHeld } from './purpose-held.ts';
import { purposeNeeds } from './purpose-needs.ts';
import { purposeProhibited } from './purpose-prohibited.ts';
import { queryQuota } from './query-quota.ts';
import { recordsPerQuery } from './records-per-query.ts';
import { reworded } from './reworded.ts';
import type { Rule } from './rule.ts';
import { sameRight } from './same-right.ts';
import { secondFactor } from './second-factor.ts';
import { sessionAge } from './session-age.ts';
import { sharingRunning } from './sharing-running.ts';
import { windowAge } from './window-age.ts';
import { windowFuture } from './window-future.ts';
import { windowWidth } from './window-width.ts';

export const RULES: readonly Rule[] = [
  // What is never shared, whoever asks.
  purposeProhibited,
  dropDownValue,
  offenseProhibited,
  judicialProcessAdministrative,
  narrative,
  reworded,
  // With whom.
  sharingRunning,
  agencyKnown,
  agencyEligible,
  agencyHeld,
  agencyStatus,
  agreementInForce,
  certificationCurrent,
  grantInForce,
  grantCoversData,
  sameRight,
  // Who asks.
  employer,
  onBehalfOf,
  officerOffice,
  secondFactor,
  sessionAge,
  officerStanding,
  officerPapers,
  // What for.
  purposeApproved,
  purposeClass,
  grantCoversPurpose,
  purposeNeeds,
  caseNumber,
  prosecutorCase,
  offenseFits,
  judicialProcessRequired,
  judicialProcessVerified,
  purposeHeld,
  // What exactly, and how much.
  windowAge,
  windowFuture,
  windowWidth,
  plateLength,
  areaWidth,
  recordsPerQuery,
  dailyQuota,
  queryQuota,
];
