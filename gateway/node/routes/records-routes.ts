/** Serves the records offices of agencies on the port that everybody reaches; auditors use these routes on their own port. */
import type { Router } from 'express';
import { routerOf } from '../../http/routes/router-of.ts';
import {
  RECORDS_OFFICE_ROUTES,
  type RecordsOfficeDeps,
} from '../../oversight/records/records-office-routes.ts';

export function recordsRoutes(deps: RecordsOfficeDeps): Router {
  return routerOf(RECORDS_OFFICE_ROUTES, deps);
}
