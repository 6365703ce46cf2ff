/** `GET /v1/reports/audit-request`: an auditor asks an agency's records office about its released queries. */
import { monthsBetween } from '../../../sharing-rules/audit-months.ts';
import { DAY } from '../../../sharing-rules/terms/retention.ts';
import { readNow } from '../../database/read-now.ts';
import type { Route } from '../../http/routes/route.ts';
import { requireAgency } from '../../registry/agencies/require-agency.ts';
import { admittedByHand } from '../../sign-in/door.ts';
import type { SignInDeps } from '../../sign-in/require-administrator.ts';
import { type SendDeps, sendPages } from '../audit-search/send-pages.ts';
import { monthOf } from '../reports/complete-audit.ts';
import { type AuditRequestDeps, requestAudit } from './audit-request.ts';
import { validateAuditRequest } from './records.schema.ts';

export type AuditRequestRouteDeps = SignInDeps & AuditRequestDeps & SendDeps;

export const AUDIT_REQUEST_ROUTES: readonly Route<AuditRequestRouteDeps>[] = [
  admittedByHand(
    {
      method: 'get',
      path: '/v1/reports/audit-request',
      id: 'requestAudit',
      action: 'check_records',
      summary:
        'Released queries of an agency in a month (default: the last one), with what was stated, for its records office ' +
        'to answer. The request is an entry of the log, and begins the thirty days for the answers.',
      search: validateAuditRequest,
      answers: {
        200: {
          what: 'A line for each query, oldest first; `drawn` says which the monthly audit reads, once the month is over.',
          content: { 'text/csv': null },
          headers: ['Content-Disposition'],
        },
      },
    },
    async ({ by, response, search: { agency: ori, month: name } }, deps: AuditRequestRouteDeps) => {
      const agency = await requireAgency(deps.pool, ori);
      const month = monthOf(name ?? (await lastMonth(deps)));
      const pages = await requestAudit(deps, { agency, month, personId: by.personId });
      await sendPages(response, deps, by, () => {
        response
          .attachment(`audit-request-${agency.ori}-${month.name}.csv`)
          .type('text/csv')
          .set('Cache-Control', 'no-store');
        return pages;
      });
    },
  ),
];

async function lastMonth({ pool }: Pick<AuditRequestDeps, 'pool'>): Promise<string> {
  const now = await readNow(pool);
  const [, last] = monthsBetween(now - 31 * DAY, now);
  return last as string;
}
