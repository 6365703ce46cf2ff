/**
 * Reads that two persons keep for a case, or a served process, beyond their thirty days. The copies stand in a table that the gateway's role
 * cannot look into: they come in by a function that asks the registry, and go out by one that asks the log.
 */
import type { Knex } from 'knex';

const TABLES = `
  CREATE TABLE preservation (
    id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    case_number text CHECK (case_number ~ '^[A-Z0-9][A-Z0-9-]{3,29}$'),
    -- The served process that stands in the place of a case.
    process_id uuid REFERENCES served_process (id),
    plate text NOT NULL CHECK (length(plate) BETWEEN 1 AND 16),
    purpose jsonb NOT NULL,
    reason text NOT NULL,
    window_from timestamptz NOT NULL,
    window_to timestamptz NOT NULL,
    until timestamptz NOT NULL,
    -- What the second person has to look at, as the rules said when it was proposed.
    reasons jsonb NOT NULL,
    proposed_by uuid NOT NULL REFERENCES person (id),
    proposed_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    approved_by uuid REFERENCES person (id),
    approved_at timestamptz,
    renewed_at timestamptz,
    -- The end that one person wants for it, until another agrees.
    renewal_until timestamptz,
    renewal_by uuid REFERENCES person (id),
    renewal_entry bigint,
    -- What was copied, when, and from where: written with the copy, and told in the log.
    source text,
    taken_at timestamptz,
    reads integer CHECK (reads BETWEEN 0 AND 1000),
    reads_hash bytea CHECK (octet_length(reads_hash) = 32),
    CONSTRAINT preservation_for_one CHECK (num_nonnulls(case_number, process_id) = 1),
    CONSTRAINT preservation_two_persons CHECK (approved_by <> proposed_by),
    CONSTRAINT preservation_window CHECK (window_from < window_to AND window_to <= proposed_at
      AND window_to - window_from <= interval '30 days'),
    CONSTRAINT preservation_until CHECK (until <= coalesce(renewed_at, proposed_at) + interval '180 days'),
    CONSTRAINT preservation_whole CHECK (num_nulls(approved_by, approved_at, source, taken_at, reads, reads_hash) IN (0, 6)),
    CONSTRAINT preservation_renewal CHECK (num_nulls(renewal_until, renewal_by, renewal_entry) IN (0, 3))
  );
  CREATE TABLE preserved_copy (
    preservation_id uuid PRIMARY KEY REFERENCES preservation (id) ON DELETE CASCADE,
    -- The canonical JSON of the reads, of which the log has the hash.
    reads text NOT NULL
  ) WITH (autovacuum_vacuum_threshold = 0, autovacuum_vacuum_scale_factor = 0,
    -- What was deleted is to leave the disk, too, however little it is.
    toast.autovacuum_vacuum_threshold = 0, toast.autovacuum_vacuum_scale_factor = 0);`;

const GUARDS = `
  CREATE FUNCTION may_preserve(who uuid) RETURNS boolean LANGUAGE sql STABLE SET search_path = public, pg_temp
    RETURN holds_role(who, 'records_clerk') OR holds_role(who, 'sharing_admin');

  -- Whether an entry of this transaction tells of this preservation, by this person (NULL: by the gateway).
  CREATE FUNCTION is_preservation_told(concerned uuid, person uuid, wanted text) RETURNS boolean
    LANGUAGE sql STABLE SET search_path = public, pg_temp
    RETURN EXISTS (
      SELECT FROM public.audit_detail d JOIN public.log_entry l ON l.index = d.index
      WHERE d.day >= (now() AT TIME ZONE 'UTC')::date - 1 AND d.kind = wanted
        AND d.index >= (SELECT max(size) FROM public.log_checkpoint) - 10000
        AND d.xmin = pg_current_xact_id()::xid AND l.xmin = pg_current_xact_id()::xid
        AND l.entry::jsonb ->> 'kind' = d.kind AND d.owner_detail::jsonb ->> 'preservation' = concerned::text
        AND d.owner_detail::jsonb ->> 'by' IS NOT DISTINCT FROM person::text);

  -- Argument: the column with the person.
  CREATE FUNCTION require_preservation_entry() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
  DECLARE person uuid := to_jsonb(NEW) ->> TG_ARGV[0];
  BEGIN
    IF is_owner_of_schema(session_user)
      OR may_preserve(person) AND is_preservation_told(NEW.id, person, 'preservation_proposed') THEN RETURN NULL; END IF;
    RAISE EXCEPTION '% on % is refused: no entry of the log tells of it, by a person who may preserve', TG_OP, TG_TABLE_NAME
      USING ERRCODE = 'insufficient_privilege', CONSTRAINT = TG_NAME;
  END $$;
  CREATE CONSTRAINT TRIGGER preservation_proposed_told AFTER INSERT ON preservation DEFERRABLE INITIALLY DEFERRED
    FOR EACH ROW EXECUTE FUNCTION require_preservation_entry('proposed_by');
  CREATE CONSTRAINT TRIGGER preservation_renewal_told AFTER UPDATE ON preservation DEFERRABLE INITIALLY DEFERRED
    FOR EACH ROW WHEN (NEW.renewal_by IS NOT NULL AND (NEW.renewal_until, NEW.renewal_by, NEW.renewal_entry)
      IS DISTINCT FROM (OLD.renewal_until, OLD.renewal_by, OLD.renewal_entry))
    EXECUTE FUNCTION require_preservation_entry('renewal_by');`;

const FUNCTIONS = `
  -- Refuses what no two persons want, the second of them an administrator whose word this transaction logs.
  CREATE FUNCTION require_preserving(kept uuid, one uuid, other uuid) RETURNS void
    LANGUAGE plpgsql STABLE SET search_path = public, pg_temp AS $$
  BEGIN
    IF may_preserve(one) AND holds_role(other, 'sharing_admin') AND are_two_people(one, other)
      AND is_preservation_told(kept, other, 'preservation_approved') THEN RETURN; END IF;
    RAISE EXCEPTION 'reads are preserved by two people, the second of them an administrator, told in the log'
      USING ERRCODE = 'insufficient_privilege', CONSTRAINT = 'preservation_by_two';
  END $$;

  -- Keeps the copies. Returns false where it no longer waits.
  CREATE FUNCTION preserve_reads(kept uuid, approver uuid, of_source text, copied text) RETURNS boolean
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
  DECLARE found preservation%ROWTYPE;
  BEGIN
    SELECT * INTO found FROM preservation WHERE id = kept FOR UPDATE;
    IF found.id IS NULL OR found.approved_at IS NOT NULL OR found.until <= clock_timestamp()
      OR found.proposed_at < now() - interval '72 hours' THEN RETURN false; END IF;
    PERFORM require_preserving(kept, found.proposed_by, approver);
    IF EXISTS (SELECT FROM json_to_recordset(copied::json) AS r (plate text, "capturedAt" timestamptz)
      WHERE r.plate IS DISTINCT FROM found.plate OR r."capturedAt" >= found.window_from IS NOT TRUE
        OR r."capturedAt" < found.window_to IS NOT TRUE) THEN
      RAISE EXCEPTION 'reads of another plate or another time are not preserved'
        USING ERRCODE = 'check_violation', CONSTRAINT = 'preserved_copy_of_proposal';
    END IF;
    INSERT INTO preserved_copy (preservation_id, reads) VALUES (kept, copied);
    UPDATE preservation SET approved_by = approver, approved_at = clock_timestamp(), source = of_source,
      taken_at = clock_timestamp(), reads = json_array_length(copied::json), reads_hash = sha256(convert_to(copied, 'UTF8'))
      WHERE id = kept;
    RETURN true;
  END $$;

  -- Moves the end to where the first person wants it. Returns false where nobody does any more.
  CREATE FUNCTION renew_preservation(kept uuid, approver uuid) RETURNS boolean
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
  DECLARE found preservation%ROWTYPE;
  BEGIN
    SELECT * INTO found FROM preservation WHERE id = kept FOR UPDATE;
    IF found.id IS NULL OR found.approved_at IS NULL OR found.renewal_by IS NULL OR found.until <= clock_timestamp()
      THEN RETURN false; END IF;
    PERFORM require_preserving(kept, found.renewal_by, approver);
    UPDATE preservation SET until = found.renewal_until, renewed_at = clock_timestamp(),
      renewal_until = NULL, renewal_by = NULL, renewal_entry = NULL WHERE id = kept;
    RETURN true;
  END $$;

  -- Erases it with its copies: at a person's word, or when its time, or that of its proposal, is over.
  CREATE FUNCTION end_preservation(kept uuid, ender uuid) RETURNS boolean
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
  BEGIN
    IF NOT is_preservation_told(kept, ender, 'preservation_ended') THEN
      RAISE EXCEPTION 'no entry of the log tells of the end of a preservation'
        USING ERRCODE = 'insufficient_privilege', CONSTRAINT = 'preservation_ended_told';
    END IF;
    DELETE FROM preservation WHERE id = kept AND (may_preserve(ender) OR ender IS NULL AND (until <= clock_timestamp()
      OR approved_at IS NULL AND proposed_at < now() - interval '72 hours'));
    RETURN FOUND;
  END $$;

  -- The only way out: to a records clerk, for the case or the process named, with an entry of this transaction.
  CREATE FUNCTION release_preserved(kept uuid, clerk uuid, of_case text, of_process uuid) RETURNS text
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp
    RETURN (SELECT c.reads FROM public.preserved_copy c JOIN public.preservation p ON p.id = c.preservation_id
      WHERE p.id = kept AND (p.case_number = of_case OR p.process_id = of_process) AND p.until > clock_timestamp()
        AND NOT EXISTS (SELECT FROM public.served_process s WHERE s.id = p.process_id AND s.refused_at IS NOT NULL)
        AND holds_role(clerk, 'records_clerk')
        AND is_preservation_told(kept, clerk, 'preserved_released'));

  REVOKE ALL ON FUNCTION preserve_reads(uuid, uuid, text, text), renew_preservation(uuid, uuid),
    end_preservation(uuid, uuid), release_preserved(uuid, uuid, text, uuid) FROM PUBLIC;
  GRANT EXECUTE ON FUNCTION preserve_reads(uuid, uuid, text, text), renew_preservation(uuid, uuid),
    end_preservation(uuid, uuid), release_preserved(uuid, uuid, text, uuid) TO gateway_app;
  GRANT SELECT, UPDATE (renewal_until, renewal_by, renewal_entry),
    INSERT (case_number, process_id, plate, purpose, reason, window_from, window_to, until, reasons, proposed_by)
    ON preservation TO gateway_app;`;

export async function up(knex: Knex): Promise<void> {
  await knex.raw(TABLES);
  await knex.raw(GUARDS);
  await knex.raw(FUNCTIONS);
}
