/** Lists all routes of the administrators' side of the API. */
import { type TaggedOperation, tagged } from '../../http/openapi/tags.ts';
import type { DepsOf, Route } from '../../http/routes/route.ts';
import { AGREEMENT_ROUTES } from '../../network/agreements/agreement-routes.ts';
import { PEER_ROUTES } from '../../network/peers/peer-routes.ts';
import { ANNUAL_ROUTES } from '../../oversight/annual/annual-routes.ts';
import { AUDIT_ROUTES } from '../../oversight/audit-search/audit-routes.ts';
import { EVIDENCE_ROUTES } from '../../oversight/evidence/evidence-routes.ts';
import { MISUSE_ROUTES } from '../../oversight/misuse/misuse-routes.ts';
import { OVERVIEW_ROUTES } from '../../oversight/overview/overview-routes.ts';
import { PRESERVATION_ROUTES } from '../../oversight/preservation/preservation-routes.ts';
import { PROCESS_ROUTES } from '../../oversight/processes/process-routes.ts';
import { AUDIT_REQUEST_ROUTES } from '../../oversight/records/audit-request-routes.ts';
import { RECORDS_OVERSIGHT_ROUTES } from '../../oversight/records/records-oversight-routes.ts';
import { REPLAY_ROUTES } from '../../oversight/replay/replay-routes.ts';
import { MONTHLY_AUDIT_ROUTES } from '../../oversight/reports/monthly-audit-routes.ts';
import { REVIEW_ROUTES } from '../../oversight/reviews/review-routes.ts';
import { AGENCY_ROUTES } from '../../registry/agencies/agency-routes.ts';
import { GRANT_ROUTES } from '../../registry/grants/grant-routes.ts';
import { IDENTITY_ROUTES } from '../../registry/identities/identity-routes.ts';
import { IDENTITY_PROPOSAL_ROUTES } from '../../registry/identities/proposal-routes.ts';
import { SIGN_IN_TEST_ROUTES } from '../../registry/identities/sign-in-test-routes.ts';
import { OFFICER_ROUTES } from '../../registry/officers/officer-routes.ts';
import { ROSTER_ROUTES } from '../../registry/officers/roster-routes.ts';
import { SHARING_ROUTES } from '../../registry/sharing/sharing-routes.ts';
import { READS_SOURCE_ROUTES } from '../../registry/sources/source-routes.ts';

/** Each route asks for the role that it is declared to need. */
const ROUTES = [
  ...tagged('Agencies and grants', AGENCY_ROUTES, GRANT_ROUTES),
  ...tagged('Network', AGREEMENT_ROUTES),
  ...tagged('Identities', IDENTITY_ROUTES, IDENTITY_PROPOSAL_ROUTES, SIGN_IN_TEST_ROUTES),
  ...tagged('Sharing', SHARING_ROUTES),
  ...tagged('Pushed reads', READS_SOURCE_ROUTES),
  ...tagged('Officers and reviews', OFFICER_ROUTES),
  ...tagged('Agencies and grants', ROSTER_ROUTES),
  ...tagged('Oversight', OVERVIEW_ROUTES),
  ...tagged('Officers and reviews', REVIEW_ROUTES),
  ...tagged(
    'Oversight',
    MISUSE_ROUTES,
    AUDIT_ROUTES,
    REPLAY_ROUTES,
    MONTHLY_AUDIT_ROUTES,
    ANNUAL_ROUTES,
    EVIDENCE_ROUTES,
    PROCESS_ROUTES,
    PRESERVATION_ROUTES,
    AUDIT_REQUEST_ROUTES,
    RECORDS_OVERSIGHT_ROUTES,
  ),
  ...tagged('Network', PEER_ROUTES),
];

export const ADMINISTRATION_ROUTES: readonly (Route<DepsOf<(typeof ROUTES)[number]>> & TaggedOperation)[] =
  ROUTES;
