/**
 * Asks an agency's records office about a month with a CSV file of its released queries and what they stated.
 * The request starts the time within which the office must answer, and is logged before any of it is sent.
 */

import type pg from 'pg';
import type { Agency } from '../../../sharing-rules/terms/agency.ts';
import type { PlateKeys } from '../../audit/plate-hmac.ts';
import { readNow } from '../../database/read-now.ts';
import { upToNow } from '../../projections/up-to-now.ts';
import { csvRow } from '../audit-search/csv-row.ts';
import type { PacedReading } from '../audit-search/paced-reading.ts';
import { recordReading } from '../audit-search/record-reading.ts';
import { STATED, statedCells } from '../audit-search/stated-columns.ts';
import type { AuditGround } from '../reports/audit-answer.ts';
import { drawOfIncidents } from '../reports/draw-sample.ts';
import { findReleasedQueries, type ReleasedQuery, requestChecks } from './released-queries-store.ts';

export interface AuditRequestDeps {
  readonly auditPool: pg.Pool;
  readonly pool: pg.Pool;
  readonly plateKeys: PlateKeys;
  readonly reading: PacedReading;
}

export interface AuditRequest {
  readonly agency: Agency;
  readonly month: AuditGround['month'];
  readonly personId: string;
}

const COLUMNS = [
  ...['index', 'at', 'purpose', 'caseNumber', ...STATED],
  ...['plate', 'plateState', 'words', 'drawn'],
];

/** Number of rows that one reading takes. */
const ROWS = 500;

/** Resolves to the file's pages once the request is logged. An unfinished month has no sample yet. */
export async function requestAudit(
  { auditPool, plateKeys, pool, reading }: AuditRequestDeps,
  { agency, month, personId }: AuditRequest,
): Promise<AsyncIterable<string>> {
  const now = await readNow(auditPool);
  const search = { agency: agency.ori, month: month.name };
  const read = { personId, action: 'audit_request', search, entries: null, plate: null } as const;
  await recordReading({ pool: auditPool, plateKeys }, read, now);
  await upToNow(pool);
  await requestChecks(pool, month, agency.id);
  const drawn = await reading(personId, () => drawOfIncidents(auditPool, month, new Date(now)));
  const indices = month.to.getTime() > now ? null : new Set(drawn.map(({ index }) => index));
  return pagesOf(
    (after) =>
      reading(personId, () => findReleasedQueries(auditPool, month, agency.id, { after, limit: ROWS })),
    indices,
  );
}

async function* pagesOf(
  find: (after: number) => Promise<readonly ReleasedQuery[]>,
  drawn: ReadonlySet<number> | null,
): AsyncGenerator<string> {
  yield csvRow(COLUMNS);
  for (let after = -1; ; ) {
    const page = await find(after);
    if (page.length > 0) yield page.map((one) => rowOf(one, drawn)).join('');
    if (page.length < ROWS) return;
    after = page.at(-1)?.index as number;
  }
}

function rowOf(
  { at, index, query: { plate, purpose } }: ReleasedQuery,
  drawn: ReadonlySet<number> | null,
): string {
  const { caseNumber, code, justification } = purpose;
  return csvRow([
    ...[index, at.toISOString(), code, caseNumber ?? null, ...statedCells(purpose)],
    ...[plate?.number ?? null, plate?.state ?? null],
    (justification?.trim() ?? '') === '' ? 'no' : 'yes',
    drawn === null ? null : drawn.has(index) ? 'yes' : 'no',
  ]);
}
