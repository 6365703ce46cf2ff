/**
 * A witness of the log is taken out by two persons, and the gateway's role cannot do it otherwise: what it asks is held
 * against the registry, and told in the log by the same transaction.
 */
import type { Knex } from 'knex';

export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    CREATE TABLE witness_removal (
      id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
      -- Its verifier key: under another key it is another witness.
      witness text NOT NULL CHECK (length(witness) BETWEEN 1 AND 4000),
      -- Log indexes of the entries that tell of it.
      entry bigint NOT NULL,
      proposed_by uuid NOT NULL REFERENCES person (id),
      proposed_at timestamptz NOT NULL DEFAULT clock_timestamp(),
      expires_at timestamptz NOT NULL DEFAULT clock_timestamp() + interval '7 days',
      removed_entry bigint,
      removed_by uuid REFERENCES person (id),
      removed_at timestamptz,
      CONSTRAINT witness_removal_two_persons CHECK (removed_by <> proposed_by),
      CONSTRAINT witness_removal_whole CHECK (num_nulls(removed_entry, removed_by, removed_at) IN (0, 3))
    );
    CREATE UNIQUE INDEX witness_removal_once ON witness_removal (witness) WHERE removed_by IS NOT NULL;
    CREATE TRIGGER witness_removal_kept BEFORE DELETE OR TRUNCATE ON witness_removal
      FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
    CREATE CONSTRAINT TRIGGER witness_removal_proposed_told AFTER INSERT ON witness_removal
      DEFERRABLE INITIALLY DEFERRED FOR EACH ROW
      EXECUTE FUNCTION require_entry('sharing_admin', 'proposed_by', 'any', 'witness_removal_proposed');
    CREATE CONSTRAINT TRIGGER witness_removal_removed_told AFTER UPDATE ON witness_removal
      DEFERRABLE INITIALLY DEFERRED FOR EACH ROW
      EXECUTE FUNCTION require_entry('sharing_admin', 'removed_by', 'any', 'witness_removed');

    CREATE FUNCTION propose_witness_removal(who uuid, key text, told_in bigint) RETURNS void
      LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
    BEGIN
      IF NOT may_resume(who) THEN
        RAISE EXCEPTION 'only an administrator with an employee id proposes to take a witness out';
      END IF;
      INSERT INTO witness_removal (witness, entry, proposed_by) VALUES (key, told_in, who);
    END $$;

    CREATE FUNCTION remove_witness(who uuid, key text, told_in bigint) RETURNS void
      LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
    DECLARE proposal bigint;
    BEGIN
      SELECT id INTO proposal FROM witness_removal r
        WHERE r.witness = key AND r.removed_by IS NULL AND r.expires_at > clock_timestamp()
          AND may_resume(r.proposed_by) AND stands_by(r.proposed_by, r.proposed_at) AND are_two_people(r.proposed_by, who)
        ORDER BY id DESC LIMIT 1 FOR UPDATE;
      IF proposal IS NULL OR NOT may_resume(who) THEN
        RAISE EXCEPTION 'a witness is taken out by two administrators: one proposes it, another confirms';
      END IF;
      UPDATE witness_removal SET removed_entry = told_in, removed_by = who, removed_at = clock_timestamp()
        WHERE id = proposal;
    END $$;

    REVOKE ALL ON FUNCTION propose_witness_removal(uuid, text, bigint), remove_witness(uuid, text, bigint) FROM PUBLIC;
    GRANT EXECUTE ON FUNCTION propose_witness_removal(uuid, text, bigint), remove_witness(uuid, text, bigint)
      TO gateway_app;
    GRANT SELECT ON witness_removal TO gateway_app;
  `);
}
