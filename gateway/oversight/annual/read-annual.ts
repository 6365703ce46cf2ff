/** Computes the annual report of the sharing: public entries counted, and beside them what only tables have. */
import type pg from 'pg';
import type { Ori } from '../../../sharing-rules/terms/agency.ts';
import { DAY } from '../../../sharing-rules/terms/retention.ts';
import { utcDay } from '../../../sharing-rules/terms/utc-day.ts';
import { inTransaction } from '../../database/db-transaction.ts';
import type { Queryable } from '../../database/queryable.ts';
import { GatewayError } from '../../faults/errors.ts';
import { findTalliedLog } from '../transparency/tally-store.ts';
import type { AnnualReport } from './annual.schema.ts';
import { annualFigures, type CountedYear, SHOW } from './annual-figures.ts';
import { countPublicEntries } from './public-entries-store.ts';
import { countReportsByYear, countTables, findLogSize } from './yearly-tables-store.ts';

export interface AnnualOrder {
  readonly year: number;
  readonly form: AnnualReport['form'];
}

interface AnnualDeps {
  readonly auditPool: pg.Pool;
  readonly owner: Ori;
}

/** Tables and log must be of one moment, or a recount would find a difference. */
const ONE_SNAPSHOT = 'SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY';

/** @throws GatewayError `not_found` for a year before the log began, or to come */
export function readAnnual({ auditPool, owner }: AnnualDeps, order: AnnualOrder): Promise<AnnualReport> {
  return inTransaction(auditPool, (trx) => readAll(trx, owner, order), { first: [ONE_SNAPSHOT] });
}

async function readAll(trx: Queryable, owner: Ori, { form, year }: AnnualOrder): Promise<AnnualReport> {
  const { now, since, through: told } = await findTalliedLog(trx);
  const [first, running] = [since.getUTCFullYear(), now.getUTCFullYear()];
  if (year < first || year > running) {
    throw new GatewayError(
      'not_found',
      `there is no report of this year: write one from ${first}, when the log began, to ${running}`,
    );
  }
  // A part of a day could be one answer: as on the public page, only days that are over are told.
  const until = form === 'public' ? dayAfter(told) : now;
  const size = await findLogSize(trx);
  const count = async (of: number): Promise<CountedYear> => {
    const to = new Date(Math.min(Date.UTC(of + 1, 0), until.getTime()));
    const from = new Date(Math.min(Date.UTC(of, 0), to.getTime()));
    // The minute that runs is counted as far as it is in the log.
    const before =
      of < until.getUTCFullYear() || form === 'full' ? `${of + 1}` : to.toISOString().slice(0, 10);
    const entries = await countPublicEntries(trx, { year: of, size, before });
    return {
      ...{ year: of, entries },
      own: entries.filter(({ agency }) => agency === owner),
      tables: await countTables(trx, { from, to }),
    };
  };
  const [counted, before] = [await count(year), year > first ? await count(year - 1) : null];
  const lastDay = utcDay(Math.min(Date.UTC(year + 1, 0), until.getTime()) - 1);
  return {
    ...{ year, form, owner, asOf: now.toISOString(), untilToday: year === running, logSize: size },
    through: lastDay < `${year}` ? null : lastDay,
    yearBefore: before?.year ?? null,
    figures: annualFigures(form, counted, before, await countReportsByYear(trx)),
    entries: counted.entries.map(({ entries, ...of }) => ({ ...of, entries: SHOW[form](entries) })),
  };
}

/** @param day null: none was told yet */
function dayAfter(day: string | null): Date {
  return new Date(day === null ? 0 : Date.parse(day) + DAY);
}
