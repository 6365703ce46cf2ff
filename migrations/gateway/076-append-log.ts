/**
 * One way into the log, which is right by construction: entries get the next numbers, and a head that is their number.
 * Two triggers looked at both after each commit instead, under the lock of the head, where every release waits; the
 * log-in could insert, and had to be refused. Now it can insert into neither table. Tables are named in full and no path
 * is set, since that costs each commit more than the look: the log-in can create no object that would be found instead,
 * and no node starts if it could (`check-privileges.ts`).
 */
import type { Knex } from 'knex';

export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
  DROP TRIGGER log_entry_with_head ON log_entry;
  DROP TRIGGER log_checkpoint_of_entries ON log_checkpoint;
  DROP FUNCTION require_head_of_entries(), require_entries_of_head();

  CREATE FUNCTION append_log(entries text[], hashes bytea, head bigint, root bytea, frontier bytea[]) RETURNS void
    LANGUAGE plpgsql SECURITY DEFINER AS $$
  DECLARE before bigint;
  BEGIN
    SELECT c.size INTO before FROM public.log_checkpoint AS c ORDER BY c.size DESC LIMIT 1;
    before := coalesce(before, 0);
    IF (cardinality(entries) > 0 AND head = before + cardinality(entries)) IS NOT TRUE THEN
      RAISE EXCEPTION 'a head of % is refused: it is not the number of the entries', head
        USING ERRCODE = 'check_violation', CONSTRAINT = 'log_head_of_entries';
    END IF;
    INSERT INTO public.log_entry (index, entry, leaf_hash)
      SELECT before + e.place - 1, e.entry, substr(hashes, (32 * e.place - 31)::int, 32)
      FROM unnest(entries) WITH ORDINALITY AS e (entry, place);
    INSERT INTO public.log_checkpoint (size, root, frontier) VALUES (head, root, frontier);
  END $$;
  REVOKE ALL ON FUNCTION append_log(text[], bytea, bigint, bytea, bytea[]) FROM PUBLIC;
  GRANT EXECUTE ON FUNCTION append_log(text[], bytea, bigint, bytea, bytea[]) TO gateway_app;
  REVOKE INSERT ON log_entry, log_checkpoint FROM gateway_app;
  `);
}
