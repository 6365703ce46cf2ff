/** Entries of the log as replay needs them: what each is, and of decisions the details, as long as these are kept. */
import type { Effect } from '../../../sharing-rules/terms/decision.ts';
import { DAY } from '../../../sharing-rules/terms/retention.ts';
import { utcDay } from '../../../sharing-rules/terms/utc-day.ts';
import type { SaltedDetail } from '../../audit/log-entry.ts';
import type { Queryable } from '../../database/queryable.ts';
import { readNow } from '../../database/read-now.ts';
import { DETAIL_DAYS } from '../retention/retention-rules.ts';

/** An entry that says what was decided. */
export interface LoggedDecision {
  /** Log index. */
  readonly index: number;
  readonly kind: string;
  readonly effect: Effect;
  /** Base64, as the public entry has it. */
  readonly commitment: string;
  /** `erased`: with their day, which is past its time. `missing`: of a day that is still kept, so somebody removed them. */
  readonly details: Details | 'erased' | 'missing';
}

interface Details {
  readonly asker: SaltedDetail;
  readonly owner: SaltedDetail;
}

export interface LoggedEntries {
  /** How many of the entries are there, decisions or not. */
  readonly found: number;
  /** In the order of the log. */
  readonly decisions: readonly LoggedDecision[];
}

interface PublicEntry extends Pick<LoggedDecision, 'kind' | 'commitment'> {
  /** Null of what is not a decision by the rules. */
  readonly effect: Effect | null;
  readonly minute: string;
}

/** Canonical JSON: the member is null in every entry that decides nothing, and quotes stand in no other. */
const DECIDES = `entry LIKE '%"effect":"%'`;

/**
 * Log index of the first entry of that time or later; the size of the log where there is none. By the minutes of the
 * public entries, which follow the database's clock: the details say it too, but could be removed.
 * @throws Error where the log is not whole
 */
export async function findFirstSince(db: Queryable, time: Date): Promise<number> {
  const since = `${time.toISOString().slice(0, 16)}Z`;
  const { rows } = await db.query('SELECT coalesce(max(index) + 1, 0) AS size FROM log_entry');
  let low = 0;
  let high = Number(rows[0]?.size);
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    const found = await db.query<{ entry: string }>('SELECT entry FROM log_entry WHERE index = $1', [middle]);
    const [row] = found.rows;
    if (row === undefined) throw new Error(`the log has no entry ${middle}: see \`audit verify\``);
    if ((JSON.parse(row.entry) as PublicEntry).minute < since) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Log indices of the first decisions of a part of the log. */
export async function findFirstDecisions(
  db: Queryable,
  { first, below }: { readonly first: number; readonly below: number },
  most: number,
): Promise<number[]> {
  const { rows } = await db.query(
    `SELECT index FROM log_entry WHERE index >= $1 AND index < $2 AND ${DECIDES} ORDER BY index LIMIT $3`,
    [first, below, most],
  );
  return rows.map(({ index }) => Number(index));
}

/** Those of the log indices that are of decisions. */
export async function findDecisionsAmong(db: Queryable, indices: readonly number[]): Promise<Set<number>> {
  const { rows } = await db.query(
    `SELECT index FROM log_entry WHERE index = ANY ($1::bigint[]) AND ${DECIDES}`,
    [indices],
  );
  return new Set(rows.map(({ index }) => Number(index)));
}

/** @param indices of the log; those beyond its end are passed over */
export async function findLoggedDecisions(db: Queryable, indices: readonly number[]): Promise<LoggedEntries> {
  const { rows } = await db.query<{ index: number | string; entry: string }>(
    'SELECT index, entry FROM log_entry WHERE index = ANY ($1::bigint[]) ORDER BY index',
    [indices],
  );
  const decided = rows.flatMap((row) => {
    const { effect, ...entry } = JSON.parse(row.entry) as PublicEntry;
    return effect === null ? [] : [{ ...entry, index: Number(row.index), effect }];
  });
  const details = await findDetails(
    db,
    decided.map(({ index, minute }) => ({ index, day: minute.slice(0, 10) })),
  );
  const oldest = utcDay((await readNow(db)) - DETAIL_DAYS * DAY);
  return {
    found: rows.length,
    decisions: decided.map(({ minute, ...decision }) => ({
      ...decision,
      details: details.get(decision.index) ?? (minute.slice(0, 10) < oldest ? 'erased' : 'missing'),
    })),
  };
}

/** The day, which each entry's own minute tells, names the partition; the first and the last, which may be opened. */
const DETAILS = `
  SELECT d.index, d.asker_salt, d.asker_detail, d.owner_salt, d.owner_detail
  FROM unnest($1::date[], $2::bigint[]) AS at (day, index)
  JOIN audit_detail d ON d.day = at.day AND d.index = at.index AND d.day BETWEEN $3::date AND $4::date`;

async function findDetails(
  db: Queryable,
  places: readonly { readonly index: number; readonly day: string }[],
): Promise<Map<number, Details>> {
  if (places.length === 0) return new Map();
  const days = places.map(({ day }) => day);
  const sorted = days.toSorted();
  const { rows } = await db.query(DETAILS, [
    days,
    places.map(({ index }) => index),
    sorted[0],
    sorted.at(-1),
  ]);
  return new Map(
    rows.map((row) => [
      Number(row.index),
      {
        asker: { salt: row.asker_salt, detail: row.asker_detail },
        owner: { salt: row.owner_salt, detail: row.owner_detail },
      },
    ]),
  );
}
