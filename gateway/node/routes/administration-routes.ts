/** Everything on the administrators' side of the API, in one list. */
import type { Router } from 'express';
import { routerOf } from '../../http/routes/router-of.ts';
import { auditRoutes } from '../../oversight/audit-search/handle-audit.ts';
import { misuseRoutes } from '../../oversight/misuse/handle-misuse.ts';
import { monthlyAuditRoutes } from '../../oversight/reports/handle-monthly-audits.ts';
import { reviewRoutes } from '../../oversight/reviews/handle-reviews.ts';
import { AGENCY_ROUTES, type AgencyDeps } from '../../registry/agencies/agency-routes.ts';
import { GRANT_ROUTES, type GrantDeps } from '../../registry/grants/grant-routes.ts';
import { IDENTITY_ROUTES } from '../../registry/identities/identity-routes.ts';
import { OFFICER_ROUTES } from '../../registry/officers/officer-routes.ts';
import { SHARING_ROUTES } from '../../registry/sharing/sharing-routes.ts';

export type AdministrationDeps = AgencyDeps &
  GrantDeps &
  Parameters<typeof auditRoutes>[0] &
  Parameters<typeof reviewRoutes>[0] &
  Parameters<typeof monthlyAuditRoutes>[0];

/** Each router asks for the role that its acts need. */
export function administrationRoutes(deps: AdministrationDeps): Router[] {
  return [
    routerOf(AGENCY_ROUTES, deps),
    routerOf(GRANT_ROUTES, deps),
    routerOf(SHARING_ROUTES, deps),
    routerOf(OFFICER_ROUTES, deps),
    routerOf(IDENTITY_ROUTES, deps),
    auditRoutes(deps),
    reviewRoutes(deps),
    misuseRoutes(deps),
    monthlyAuditRoutes(deps),
  ];
}
