/** The search of entries that tests write by SQL, without an entry of the log that the follower could read. */
import type pg from 'pg';

type Owner = Pick<pg.Client, 'query'>;

/** Makes the partition of the search that the day is in. @param day `YYYY-MM-DD` */
export async function makeSearchDay(owner: Owner, day: string): Promise<void> {
  const month = day.slice(0, 7);
  await owner.query(
    `CREATE TABLE IF NOT EXISTS audit_search_${month.replace('-', '')} PARTITION OF audit_search
     FOR VALUES FROM ('${month}-01') TO ('${month}-01'::date + interval '1 month')`,
  );
}

/** Takes what is searched from the columns beside the details, of each that is not searched yet; nothing is left to project. */
export async function projectColumns(owner: Owner): Promise<void> {
  const { rows } = await owner.query('SELECT DISTINCT day::text AS day FROM audit_detail');
  for (const { day } of rows) await makeSearchDay(owner, day);
  await owner.query(`
    INSERT INTO audit_search (index, day, at, kind, effect, agency_id, officer_id, purpose, reason_codes, question, altered)
    SELECT d.index, d.day, d.at, d.kind, d.effect, d.agency_id, d.officer_id, d.purpose, d.reason_codes,
      d.kind IN ('release', 'refusal', 'review', 'dry_run') AND NOT starts_with(d.owner_detail, '{"follows":"'), false
    FROM audit_detail d WHERE NOT EXISTS (SELECT FROM audit_search s WHERE s.index = d.index AND s.day = d.day)`);
  await nothingLeft(owner);
}

/** From now on the follower looks at what comes after the log's newest head alone. */
export async function nothingLeft(owner: Owner): Promise<void> {
  await owner.query(
    `UPDATE projection SET size = (SELECT max(size) FROM log_checkpoint), built_at = 0 WHERE name = 'search'`,
  );
}

/** Moves all that was logged, once it is projected, to a day. @param day `YYYY-MM-DD` */
export async function haveHappenedOn(owner: Owner, day: string): Promise<void> {
  for (;;) {
    const { rows } = await owner.query(
      `SELECT FROM projection p WHERE p.name = 'search' AND p.size = (SELECT max(size) FROM log_checkpoint)`,
    );
    if (rows.length > 0) break;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  await owner.query('SELECT ensure_audit_days($1, 1)', [day]);
  await makeSearchDay(owner, day);
  await owner.query('UPDATE audit_detail SET day = $1', [day]);
  await owner.query('UPDATE audit_search SET day = $1', [day]);
}

/** Does what `haveHappenedOn` does, and sets the day on which the log began: no search or audit looks at earlier days. */
export async function haveBegunOn(owner: Owner, day: string): Promise<void> {
  await haveHappenedOn(owner, day);
  await owner.query('UPDATE officer_usage SET day = $1', [day]);
  await owner.query(`
    ALTER TABLE log_entry DISABLE TRIGGER log_entry_kept;
    UPDATE log_entry SET entry = regexp_replace(entry, '"minute":"[0-9-]+', '"minute":"${day}') WHERE index = 0;
    ALTER TABLE log_entry ENABLE TRIGGER log_entry_kept`);
}
