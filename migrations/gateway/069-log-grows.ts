/**
 * The head is the number of entries, each time; entries come with their head, in one statement. It runs in every commit,
 * under the lock of the head: so it looks at what was added and at the two newest heads, never at the log; and names
 * what it looks at in full, since to set a path for it costs more than the look.
 */
import type { Knex } from 'knex';

export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
  CREATE FUNCTION require_head_of_entries() RETURNS trigger LANGUAGE plpgsql AS $$
  DECLARE head bigint; before bigint; first bigint; last bigint; added bigint;
  BEGIN
    SELECT count(*), min(a.index), max(a.index) INTO added, first, last FROM added AS a;
    IF added = 0 THEN RETURN NULL; END IF;
    SELECT max(h.size), CASE count(*) WHEN 1 THEN 0 ELSE min(h.size) END INTO head, before
      FROM (SELECT c.size FROM public.log_checkpoint AS c ORDER BY c.size DESC LIMIT 2) AS h;
    IF first = before AND last = head - 1 AND added = head - before THEN RETURN NULL; END IF;
    IF public.is_owner_of_schema(session_user) THEN RETURN NULL; END IF;
    RAISE EXCEPTION 'entries are refused that are not those from the head before to their own'
      USING ERRCODE = 'check_violation', CONSTRAINT = TG_NAME;
  END $$;
  CREATE TRIGGER log_entry_with_head AFTER INSERT ON log_entry REFERENCING NEW TABLE AS added
    FOR EACH STATEMENT EXECUTE FUNCTION require_head_of_entries();

  CREATE FUNCTION require_entries_of_head() RETURNS trigger LANGUAGE plpgsql AS $$
  DECLARE newest bigint; last bigint;
  BEGIN
    -- Without parameters in what is looked for, so that it is planned once.
    SELECT max(c.size) INTO newest FROM public.log_checkpoint AS c;
    SELECT max(e.index) INTO last FROM public.log_entry AS e;
    IF NEW.size = newest AND NEW.size = last + 1 THEN RETURN NULL; END IF;
    IF public.is_owner_of_schema(session_user) THEN RETURN NULL; END IF;
    RAISE EXCEPTION 'a head of % is refused: it is not the number of the entries', NEW.size
      USING ERRCODE = 'check_violation', CONSTRAINT = TG_NAME;
  END $$;
  CREATE TRIGGER log_checkpoint_of_entries AFTER INSERT ON log_checkpoint
    FOR EACH ROW EXECUTE FUNCTION require_entries_of_head();

  -- A mark beyond the log would let a node acknowledge those that are still to come.
  ALTER TABLE mark ADD CONSTRAINT mark_entry FOREIGN KEY (index) REFERENCES log_entry (index) NOT VALID;
    REVOKE ALL ON FUNCTION require_entries_of_head(), require_head_of_entries() FROM PUBLIC;
  `);
}
