/** Reads the entries of the lists, and the removals from them, by position. */
import { type Queryable, readRow, readValue } from '../../database/queryable.ts';
import { GatewayError } from '../../faults/errors.ts';
import { type ChangeCursor, cursorAfter } from './change-cursor.ts';

/** Returns the newest position of the list, of an entry or a removal; 0 if there is none. */
export const findLastPosition = (db: Queryable, listId: string) =>
  readValue<number>(
    db,
    `SELECT greatest(
       (SELECT max(position) FROM hot_list_entry WHERE list_id = $1),
       (SELECT max(position) FROM hot_list_removal WHERE list_id = $1),
       (SELECT forgotten FROM hot_list WHERE id = $1), 0) AS last`,
    [listId],
  );

/** Takes off the list what the other side names by these references. Resolves to how many, restricted ones apart. */
export const removeByReference = (trx: Queryable, listId: string, references: readonly string[]) =>
  readRow<{ shared: number; restricted: number }>(
    trx,
    `WITH gone AS (
       DELETE FROM hot_list_entry WHERE list_id = $1 AND reference = ANY ($2::text[]) RETURNING position, restricted
     ), noted AS (
       INSERT INTO hot_list_removal (list_id, entry, restricted) SELECT $1, position, restricted FROM gone)
     SELECT count(*) FILTER (WHERE NOT restricted) AS shared, count(*) FILTER (WHERE restricted) AS restricted FROM gone`,
    [listId, references],
  );

export interface ChangePage {
  /** Canonical JSON: an array of `{ "op": "add", … }` and `{ "op": "remove", "entry" }`. */
  readonly text: string;
  readonly count: number;
  /** Position of the last change; null where nothing came after the cursor. */
  readonly last: number | null;
  readonly more: boolean;
  /** The `since` of the next request. */
  readonly next: string;
}

/** Returns the cursor of a new reader. INVARIANT: asked before the changes that it reads first. */
export async function beginReading(db: Queryable, listId: string): Promise<ChangeCursor> {
  return { after: 0, began: await findLastPosition(db, listId) };
}

/**
 * Finds what was added to or left a list after a position, in order; of removals, those since the reader
 * began. Leaves out restricted entries, and free text that may name a person (CJISSECPOL 4.2.2).
 * @throws GatewayError `conflict` for a reader from before removals that are no longer kept: begin again
 */
export async function findChanges(
  db: Queryable,
  listId: string,
  cursor: ChangeCursor,
  limit: number,
): Promise<ChangePage> {
  const { rows } = await db.query(
    `SELECT position, entry, plate, plate_state AS state, kind, effective_at, expires_at FROM (
       (SELECT position, NULL::bigint AS entry, plate, plate_state, kind, effective_at, expires_at
        FROM hot_list_entry WHERE list_id = $1 AND position > $2 AND NOT restricted ORDER BY position LIMIT $3)
       UNION ALL
       (SELECT position, entry, NULL, NULL, NULL, NULL, NULL
        FROM hot_list_removal WHERE list_id = $1 AND position > greatest($2, $4::bigint) AND NOT restricted ORDER BY position LIMIT $3)
     ) AS change ORDER BY position LIMIT $3`,
    [listId, cursor.after, limit + 1, cursor.began],
  );
  await refuseForgotten(db, listId, cursor);
  const page = rows.slice(0, limit);
  const last: number | null = page.at(-1)?.position ?? null;
  const more = rows.length > limit;
  const text = page.map((row) =>
    row.entry === null
      ? `{"effectiveAt":${timeText(row.effective_at)},"entry":${row.position},"expiresAt":${timeText(row.expires_at)},` +
        `"kind":${JSON.stringify(row.kind)},"op":"add","plate":${JSON.stringify(row.plate)},"plateState":${JSON.stringify(row.state)}}`
      : `{"entry":${row.entry},"op":"remove"}`,
  );
  return {
    text: `[${text.join(',')}]`,
    count: page.length,
    last,
    more,
    next: cursorAfter(cursor, last, more),
  };
}

/** Refuses a cursor from before forgotten removals. It runs after the read, which saw any forgotten since. */
async function refuseForgotten(db: Queryable, listId: string, { after, began }: ChangeCursor): Promise<void> {
  const { rows } = await db.query('SELECT forgotten FROM hot_list WHERE id = $1', [listId]);
  if (Math.max(after, began) >= Number(rows[0]?.forgotten ?? 0)) return;
  throw new GatewayError(
    'conflict',
    '`since` is of more than ninety days ago, and what left the list then is not told any more; read it again from the ' +
      'beginning, without `since`, and drop what you have of it',
  );
}

function timeText(time: Date | null): string {
  return time === null ? 'null' : `"${time.toISOString()}"`;
}
