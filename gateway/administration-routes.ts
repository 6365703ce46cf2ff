/** Everything on the administrators' side of the API, in one list. */
import type { Router } from 'express';
import { agencyRoutes } from './agencies/handle-agencies.ts';
import { auditRoutes } from './audit-search/handle-audit.ts';
import { clientRoutes } from './clients/handle-clients.ts';
import { grantRoutes } from './grants/handle-grants.ts';
import { issuerRoutes } from './issuers/handle-issuers.ts';
import { misuseRoutes } from './misuse/handle-misuse.ts';
import { personRoutes } from './persons/handle-persons.ts';
import { monthlyAuditRoutes } from './reports/handle-monthly-audits.ts';
import { reviewRoutes } from './reviews/handle-reviews.ts';
import { sharingRoutes } from './sharing/handle-sharing.ts';
import { subjectRoutes } from './subjects/handle-subjects.ts';

export type AdministrationDeps = Parameters<typeof agencyRoutes>[0] &
  Parameters<typeof grantRoutes>[0] &
  Parameters<typeof auditRoutes>[0] &
  Parameters<typeof reviewRoutes>[0] &
  Parameters<typeof monthlyAuditRoutes>[0];

/** Each router asks for the role that its acts need. */
export function administrationRoutes(deps: AdministrationDeps): Router[] {
  return [
    agencyRoutes(deps),
    grantRoutes(deps),
    sharingRoutes(deps),
    subjectRoutes(deps),
    clientRoutes(deps),
    personRoutes(deps),
    issuerRoutes(deps),
    auditRoutes(deps),
    reviewRoutes(deps),
    misuseRoutes(deps),
    monthlyAuditRoutes(deps),
  ];
}
