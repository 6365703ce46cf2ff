/**
 * Counts that are kept instead of counted: of an agency's officers with a place on its roster, of its queries that wait
 * for a reviewer, of its refusals in a day. A held query of an officer beyond the roster names no officer's row.
 */
import type { Knex } from 'knex';

/** Adds, for each agency, to `column` how many rows came and gone differ by, of those of which `counts` is true. */
function keepCount(table: string, column: string, counts: string): string {
  const add = (changes: string) => `
      UPDATE agency_count c SET ${column} = c.${column} + d.change FROM (
        SELECT agency_id, sum(change) AS change FROM (${changes}) AS one
        GROUP BY agency_id HAVING sum(change) <> 0) AS d
      WHERE c.agency_id = d.agency_id;`;
  const came = `SELECT agency_id, 1 AS change FROM came WHERE ${counts}`;
  const gone = `SELECT agency_id, -1 AS change FROM gone WHERE ${counts}`;
  const trigger = (act: string, tables: string) => `
    CREATE TRIGGER ${table}_counted_on_${act} AFTER ${act} ON ${table} REFERENCING ${tables}
      FOR EACH STATEMENT EXECUTE FUNCTION count_${table}();`;
  return `
    CREATE FUNCTION count_${table}() RETURNS trigger
      LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
    BEGIN
      IF TG_OP = 'INSERT' THEN ${add(came)}
      ELSIF TG_OP = 'UPDATE' THEN ${add(`${came} UNION ALL ${gone}`)}
      ELSE ${add(gone)}
      END IF;
      RETURN NULL;
    END $$;
    ${trigger('insert', 'NEW TABLE AS came')}
    ${trigger('update', 'NEW TABLE AS came OLD TABLE AS gone')}
    ${trigger('delete', 'OLD TABLE AS gone')}`;
}

export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    ALTER TABLE held_query
      ALTER COLUMN officer_id DROP NOT NULL,
      DROP CONSTRAINT held_query_decided,
      -- Without a reviewer's word only what waited for a place on the roster, and nothing else, is picked up.
      ADD CONSTRAINT held_query_decided CHECK (status IN ('held', 'dropped', 'lapsed') OR decided_by IS NOT NULL
        OR (status = 'picked_up' AND jsonb_array_length(reasons) = 1
          AND reasons @> '[{"code": "subject_suspended", "detail": "over_roster", "effect": "review"}]'));
    CREATE INDEX held_query_lapses ON held_query (expires_at) WHERE status = 'held';
    ALTER TABLE agency_usage ADD COLUMN refusals bigint NOT NULL DEFAULT 0 CHECK (refusals >= 0);
    CREATE INDEX agency_usage_day ON agency_usage (day);

    -- A row for each agency. Room in its page, since it is updated in place.
    CREATE TABLE agency_count (
      agency_id bigint PRIMARY KEY REFERENCES agency (id),
      -- With a place on the roster, suspended ones included; not those held as beyond it.
      officers bigint NOT NULL DEFAULT 0 CHECK (officers >= 0),
      -- Queries that wait for a reviewer.
      held_queries bigint NOT NULL DEFAULT 0 CHECK (held_queries >= 0)
    ) WITH (fillfactor = 50);
    GRANT SELECT ON agency_count TO gateway_app;

    -- The counts follow whoever changes the rows, in the same statement; the gateway's role can't set them.
    CREATE FUNCTION count_agency() RETURNS trigger
      LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
    BEGIN
      INSERT INTO agency_count (agency_id) VALUES (NEW.id);
      RETURN NULL;
    END $$;
    CREATE TRIGGER agency_counted AFTER INSERT ON agency FOR EACH ROW EXECUTE FUNCTION count_agency();
    ${keepCount('officer', 'officers', `status <> 'held'`)}
    ${keepCount('held_query', 'held_queries', `status = 'held'`)}
    REVOKE ALL ON FUNCTION count_agency(), count_officer(), count_held_query() FROM PUBLIC;

    INSERT INTO agency_count (agency_id, officers, held_queries)
    SELECT a.id, (SELECT count(*) FROM officer o WHERE o.agency_id = a.id AND o.status <> 'held'),
      (SELECT count(*) FROM held_query h WHERE h.agency_id = a.id AND h.status = 'held')
    FROM agency a;
  `);
}
