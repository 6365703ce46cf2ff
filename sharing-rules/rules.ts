/** The ordered list of rules: the table of contents of the policy. Prohibitions come first, quotas last. */
import { agencyEligible } from './rules/agency/agency-eligible.ts';
import { agencyHeld } from './rules/agency/agency-held.ts';
import { agencyKnown } from './rules/agency/agency-known.ts';
import { agencyStatus } from './rules/agency/agency-status.ts';
import { agreementInForce } from './rules/agency/agreement-in-force.ts';
import { agreementWithPeer } from './rules/agency/agreement-with-peer.ts';
import { certificationCurrent } from './rules/agency/certification-current.ts';
import { dailyQuota } from './rules/agency/daily-quota.ts';
import { grantCoversData } from './rules/agency/grant-covers-data.ts';
import { grantCoversPurpose } from './rules/agency/grant-covers-purpose.ts';
import { grantInForce } from './rules/agency/grant-in-force.ts';
import { noOnward } from './rules/agency/no-onward.ts';
import { sameRight } from './rules/agency/same-right.ts';
import { sharingRunning } from './rules/agency/sharing-running.ts';
import { boundToCase } from './rules/incident/bound-to-case.ts';
import { incidentStated } from './rules/incident/incident-stated.ts';
import { recordsHeld } from './rules/incident/records-held.ts';
import { windowAboutIncident } from './rules/incident/window-about-incident.ts';
import { employer } from './rules/officer/employer.ts';
import { officerOffice } from './rules/officer/officer-office.ts';
import { officerPapers } from './rules/officer/officer-papers.ts';
import { officerStanding } from './rules/officer/officer-standing.ts';
import { onBehalfOf } from './rules/officer/on-behalf-of.ts';
import { queryQuota } from './rules/officer/query-quota.ts';
import { secondFactor } from './rules/officer/second-factor.ts';
import { sessionAge } from './rules/officer/session-age.ts';
import { caseNumber } from './rules/purpose/case-number.ts';
import { dropDownValue } from './rules/purpose/drop-down-value.ts';
import { judicialProcessAdministrative } from './rules/purpose/judicial-process-administrative.ts';
import { judicialProcessRequired } from './rules/purpose/judicial-process-required.ts';
import { judicialProcessVerified } from './rules/purpose/judicial-process-verified.ts';
import { narrative } from './rules/purpose/narrative.ts';
import { offenseFits } from './rules/purpose/offense-fits.ts';
import { offenseProhibited } from './rules/purpose/offense-prohibited.ts';
import { prosecutorCase } from './rules/purpose/prosecutor-case.ts';
import { purposeApproved } from './rules/purpose/purpose-approved.ts';
import { purposeClass } from './rules/purpose/purpose-class.ts';
import { purposeHeld } from './rules/purpose/purpose-held.ts';
import { purposeNeeds } from './rules/purpose/purpose-needs.ts';
import { purposeProhibited } from './rules/purpose/purpose-prohibited.ts';
import { reworded } from './rules/purpose/reworded.ts';
import { areaWidth } from './rules/query/area-width.ts';
import { plateLength } from './rules/query/plate-length.ts';
import { recordsPerQuery } from './rules/query/records-per-query.ts';
import { searchSupported } from './rules/query/search-supported.ts';
import { windowAge } from './rules/query/window-age.ts';
import { windowFuture } from './rules/query/window-future.ts';
import { windowWidth } from './rules/query/window-width.ts';
import type { Rule } from './rules/rule.ts';

export const RULES: readonly Rule[] = [
  // The things never shared, no matter who asks.
  purposeProhibited,
  dropDownValue,
  offenseProhibited,
  judicialProcessAdministrative,
  narrative,
  reworded,
  // The agency that asks.
  sharingRunning,
  noOnward,
  agreementWithPeer,
  agencyKnown,
  agencyEligible,
  agencyHeld,
  agencyStatus,
  agreementInForce,
  certificationCurrent,
  grantInForce,
  grantCoversData,
  sameRight,
  // The officer who asks.
  employer,
  onBehalfOf,
  officerOffice,
  secondFactor,
  sessionAge,
  officerStanding,
  officerPapers,
  // The purpose.
  purposeApproved,
  purposeClass,
  grantCoversPurpose,
  purposeNeeds,
  incidentStated,
  boundToCase,
  recordsHeld,
  caseNumber,
  prosecutorCase,
  offenseFits,
  judicialProcessRequired,
  judicialProcessVerified,
  purposeHeld,
  // The extent of the query.
  windowAge,
  windowFuture,
  windowWidth,
  windowAboutIncident,
  plateLength,
  areaWidth,
  searchSupported,
  recordsPerQuery,
  dailyQuota,
  queryQuota,
];
