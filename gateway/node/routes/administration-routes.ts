/** Everything on the administrators' side of the API, in one list. */
import type { Router } from 'express';
import { routerOf } from '../../http/routes/router-of.ts';
import { AUDIT_ROUTES, type AuditDeps } from '../../oversight/audit-search/audit-routes.ts';
import { MISUSE_ROUTES } from '../../oversight/misuse/misuse-routes.ts';
import { MONTHLY_AUDIT_ROUTES, type MonthlyAuditDeps } from '../../oversight/reports/monthly-audit-routes.ts';
import { REVIEW_ROUTES, type ReviewDeps } from '../../oversight/reviews/review-routes.ts';
import { AGENCY_ROUTES, type AgencyDeps } from '../../registry/agencies/agency-routes.ts';
import { GRANT_ROUTES, type GrantDeps } from '../../registry/grants/grant-routes.ts';
import { IDENTITY_ROUTES } from '../../registry/identities/identity-routes.ts';
import { OFFICER_ROUTES } from '../../registry/officers/officer-routes.ts';
import { SHARING_ROUTES } from '../../registry/sharing/sharing-routes.ts';

export type AdministrationDeps = AgencyDeps & GrantDeps & AuditDeps & ReviewDeps & MonthlyAuditDeps;

/** Each route asks for the role that it is declared to need. */
export function administrationRoutes(deps: AdministrationDeps): Router[] {
  return [
    routerOf(AGENCY_ROUTES, deps),
    routerOf(GRANT_ROUTES, deps),
    routerOf(SHARING_ROUTES, deps),
    routerOf(OFFICER_ROUTES, deps),
    routerOf(IDENTITY_ROUTES, deps),
    routerOf(AUDIT_ROUTES, deps),
    routerOf(REVIEW_ROUTES, deps),
    routerOf(MISUSE_ROUTES, deps),
    routerOf(MONTHLY_AUDIT_ROUTES, deps),
  ];
}
