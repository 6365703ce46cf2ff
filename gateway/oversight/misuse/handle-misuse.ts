/** Reports of misuse over HTTP: written by anybody with a role, read by auditors and the Chief, closed by the Chief. */
import type { Router } from 'express';
import type pg from 'pg';
import { inTransaction } from '../../database/db-transaction.ts';
import { readNow } from '../../database/read-now.ts';
import { GatewayError } from '../../faults/errors.ts';
import { answerOnce } from '../../http/idempotency/answer-once.ts';
import { pageOf } from '../../http/page-of.ts';
import { parseBody } from '../../http/parse-body.ts';
import { limitOf, parseSearch } from '../../http/parse-search.ts';
import { pathId } from '../../http/path-id.ts';
import { strictRouter } from '../../http/strict-router.ts';
import { findAgencyByOri } from '../../registry/agencies/agencies-store.ts';
import { requireAdministrator, type SignInDeps } from '../../sign-in/require-administrator.ts';
import { assignMisuseReport, closeMisuseReport } from './close-misuse-report.ts';
import { validateAssignment, validateClosing, validateReport, validateSearch } from './misuse.schema.ts';
import { findMisuseReport, findMisuseReports, type MisuseReport } from './misuse-reports-store.ts';
import { reportMisuse } from './report-misuse.ts';

export interface MisuseRoutesDeps extends SignInDeps {
  readonly pool: pg.Pool;
}

const NOT_FOUND = 'no report has this id';

export function misuseRoutes(deps: MisuseRoutesDeps): Router {
  const { pool } = deps;
  const router = strictRouter();

  router.get('/v1/misuse-reports', async (request, response) => {
    const { personId } = await requireAdministrator(request, deps, 'read_misuse');
    const { agency: ori, limit: size, ...search } = parseSearch(request, validateSearch);
    const agency = ori === undefined ? undefined : await findAgencyByOri(pool, ori);
    if (agency === null) throw new GatewayError('not_found', 'no agency of the registry has this ORI');
    const limit = limitOf(size);
    const filter = agency === undefined ? search : { ...search, agencyId: agency.id };
    const found = await findMisuseReports(pool, { ...filter, reader: personId, limit: limit + 1 });
    const { page, next } = pageOf(found, limit);
    response.json({ reports: page.map(present), next });
  });

  router.get('/v1/misuse-reports/:id', async (request, response) => {
    const { personId } = await requireAdministrator(request, deps, 'read_misuse');
    const report = await findMisuseReport(pool, pathId(request.params.id, 'report'));
    if (report === null || report.concerns === personId) throw new GatewayError('not_found', NOT_FOUND);
    response.json(present(report));
  });

  router.post('/v1/misuse-reports', async (request, response) => {
    const administrator = await requireAdministrator(request, deps, 'report_misuse');
    await answerOnce(deps, request, response, administrator, async () => {
      const { agency: ori, concerns, entries, kind, subjectId, summary } = parseBody(request, validateReport);
      const agency = ori === undefined ? null : await findAgencyByOri(pool, ori);
      if (ori !== undefined && agency === null) {
        throw new GatewayError('malformed', '`agency` is no ORI of the registry');
      }
      const suspicion = {
        kind,
        agency: agency && { id: agency.id, ori: agency.ori },
        officerId: subjectId ?? null,
        concerns: concerns ?? null,
        pattern: null,
        entries: entries ?? [],
        summary,
        by: administrator.personId,
      };
      const now = new Date(await readNow(pool));
      const [opened] = await inTransaction(pool, (trx) => reportMisuse(trx, [suspicion], now)).catch(
        unknownId,
      );
      const id = opened?.id as string;
      return { status: 201, body: { id, state: 'open' }, location: `/v1/misuse-reports/${id}` };
    });
  });

  router.post('/v1/misuse-reports/:id/assign', async (request, response) => {
    const administrator = await requireAdministrator(request, deps, 'close_misuse');
    await answerOnce(deps, request, response, administrator, async () => {
      const { dueAt, owner } = parseBody(request, validateAssignment);
      const reportId = pathId(request.params.id, 'report');
      const change = { reportId, by: administrator, owner, dueAt: new Date(dueAt) };
      return { status: 200, body: present(await assignMisuseReport(pool, change)) };
    });
  });

  router.post('/v1/misuse-reports/:id/close', async (request, response) => {
    const administrator = await requireAdministrator(request, deps, 'close_misuse');
    await answerOnce(deps, request, response, administrator, async () => {
      const { note, outcome } = parseBody(request, validateClosing);
      const reportId = pathId(request.params.id, 'report');
      const closed = await closeMisuseReport(pool, { reportId, by: administrator, outcome, note });
      return { status: 200, body: present(closed) };
    });
  });

  return router;
}

function present({ agencyId: _, ...report }: MisuseReport): object {
  return report;
}

/** A subject or person that does not exist (SQLSTATE 23503). */
function unknownId(error: unknown): never {
  if ((error as { code?: unknown }).code !== '23503') throw error;
  throw new GatewayError('malformed', '`subjectId` and `concerns` must be ids of an officer and of a person');
}
