-- Whatever grants a right by a person's word is told in the log by its transaction, or not committed: checked at COMMIT
-- for its rows alone; for a release only if an officer gets a place, never for a revocation.

-- Whether an entry of this transaction tells of it: of one of these kinds, of this agency (NULL: of any), by this person
-- (NULL: by any) with this role. What was written after a savepoint that is open still does not count.
CREATE FUNCTION is_told(wanted text, named text, concerned bigint, kinds text[]) RETURNS boolean
  LANGUAGE sql STABLE SET search_path = public, pg_temp
  RETURN EXISTS (
    SELECT FROM (
      SELECT d.kind, d.agency_id, l.entry::jsonb ->> 'kind' AS logged, d.owner_detail::jsonb ->> 'by' AS person
      FROM public.audit_detail d JOIN public.log_entry l ON l.index = d.index
      WHERE d.day >= (now() AT TIME ZONE 'UTC')::date - 1 AND d.kind = ANY (kinds)
        AND d.index >= (SELECT max(size) FROM public.log_checkpoint) - 10000
        AND d.xmin = pg_current_xact_id()::xid AND l.xmin = pg_current_xact_id()::xid) AS e
    WHERE e.logged = e.kind AND (concerned IS NULL OR e.agency_id = concerned) AND (named IS NULL OR e.person = named)
      AND CASE WHEN e.person ~ '^[0-9a-f-]{36}$' THEN public.holds_role(e.person::uuid, wanted) END);

-- Arguments: the role; the column with the person, or ''; whose entry, 'agency' or 'any'; the kinds of entry.
-- session_user: a deferred trigger may run as whoever was in force when it was queued, or at COMMIT.
CREATE FUNCTION require_entry() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
DECLARE
  changed jsonb := to_jsonb(NEW);
  concerned text := CASE WHEN TG_ARGV[2] = 'any' THEN NULL
    ELSE changed ->> CASE TG_TABLE_NAME WHEN 'agency' THEN 'id' ELSE 'agency_id' END END;
BEGIN
  IF is_owner_of_schema(session_user) OR is_told(TG_ARGV[0], changed ->> nullif(TG_ARGV[1], ''), concerned::bigint,
    string_to_array(TG_ARGV[3], ',')) THEN RETURN NULL; END IF;
  RAISE EXCEPTION '% on % is refused: no entry of the log tells of it, by a person with the role %',
    TG_OP, TG_TABLE_NAME, TG_ARGV[0] USING ERRCODE = 'insufficient_privilege', CONSTRAINT = TG_NAME;
END $$;

CREATE CONSTRAINT TRIGGER agency_added_told AFTER INSERT ON agency DEFERRABLE INITIALLY DEFERRED FOR EACH ROW
  EXECUTE FUNCTION require_entry('sharing_admin', '', 'agency', 'agency_added');
CREATE CONSTRAINT TRIGGER agency_ori_told AFTER INSERT ON agency_ori DEFERRABLE INITIALLY DEFERRED FOR EACH ROW
  EXECUTE FUNCTION require_entry('sharing_admin', '', 'agency', 'agency_added,agency_changed');
-- Changes that grant: not to a class or state that bars the agency, nor to a paper that says less.
CREATE CONSTRAINT TRIGGER agency_raised_told AFTER UPDATE ON agency DEFERRABLE INITIALLY DEFERRED FOR EACH ROW
  WHEN (NEW.class IS DISTINCT FROM OLD.class AND NEW.class IN ('municipal', 'sheriff', 'town_marshal', 'state',
      'campus_public', 'prosecutor', 'campus_private', 'corrections')
    OR NEW.state IS DISTINCT FROM OLD.state AND NEW.state = 'CO'
    OR NEW.bound_by_article_74 AND NOT OLD.bound_by_article_74
    OR OLD.has_287g AND NOT NEW.has_287g
    OR OLD.federal_members AND NOT NEW.federal_members
    OR NEW.status IS DISTINCT FROM OLD.status AND NEW.status = 'active'
    OR NEW.roster > OLD.roster
    OR NEW.agreement_signed_on IS NOT NULL AND (
      (NEW.agreement_reference, NEW.agreement_signed_on) IS DISTINCT FROM (OLD.agreement_reference, OLD.agreement_signed_on)
      OR NEW.agreement_article_74 AND NOT OLD.agreement_article_74
      OR NEW.agreement_officer_mfa AND NOT OLD.agreement_officer_mfa
      OR coalesce(NEW.agreement_expires_on, 'infinity') > coalesce(OLD.agreement_expires_on, 'infinity'))
    OR NEW.certification_signed_on IS NOT NULL AND (NEW.certification_signer IS DISTINCT FROM OLD.certification_signer
      OR NEW.certification_signed_on > coalesce(OLD.certification_signed_on, '-infinity'))
    OR NEW.encryption_key IS DISTINCT FROM OLD.encryption_key AND NEW.encryption_key IS NOT NULL)
  EXECUTE FUNCTION require_entry('sharing_admin', '', 'agency', 'agency_changed,grant_approved');
CREATE CONSTRAINT TRIGGER sharing_grant_proposed_told AFTER INSERT ON sharing_grant
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW
  EXECUTE FUNCTION require_entry('sharing_admin', 'proposed_by', 'agency', 'grant_proposed');
CREATE CONSTRAINT TRIGGER sharing_grant_approved_told AFTER UPDATE ON sharing_grant
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN (NEW.status IS DISTINCT FROM OLD.status AND NEW.status = 'active')
  EXECUTE FUNCTION require_entry('sharing_admin', 'approved_by', 'agency', 'grant_approved');
CREATE CONSTRAINT TRIGGER proposal_made_told AFTER INSERT ON proposal DEFERRABLE INITIALLY DEFERRED FOR EACH ROW
  EXECUTE FUNCTION require_entry('sharing_admin', 'proposed_by', 'any', 'person_removal_proposed,agency_changed');
CREATE CONSTRAINT TRIGGER proposal_approved_told AFTER UPDATE ON proposal DEFERRABLE INITIALLY DEFERRED FOR EACH ROW
  EXECUTE FUNCTION require_entry('sharing_admin', 'approved_by', 'any', 'person_removed,person_suspended,agency_changed');

-- An officer asks by a place on the roster, or by an administrator's word.
CREATE FUNCTION require_place() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
  IF (SELECT c.officers <= a.roster FROM agency a JOIN agency_count c ON c.agency_id = a.id WHERE a.id = NEW.agency_id)
    OR is_owner_of_schema(session_user)
    OR is_told('sharing_admin', NULL, NEW.agency_id, '{subject_reinstated}') THEN RETURN NULL; END IF;
  RAISE EXCEPTION '% on officer is refused: there is no place on the roster', TG_OP
    USING ERRCODE = 'insufficient_privilege', CONSTRAINT = TG_NAME;
END $$;
CREATE CONSTRAINT TRIGGER officer_enrolled_on_roster AFTER INSERT ON officer DEFERRABLE INITIALLY DEFERRED
  FOR EACH ROW WHEN (NEW.status = 'active') EXECUTE FUNCTION require_place();
CREATE CONSTRAINT TRIGGER officer_takes_place AFTER UPDATE ON officer DEFERRABLE INITIALLY DEFERRED
  FOR EACH ROW WHEN (OLD.status = 'held' AND NEW.status = 'active') EXECUTE FUNCTION require_place();
-- An inactive officer stays active, and is reinstated; a held one takes a place.
CREATE CONSTRAINT TRIGGER officer_reinstated_told AFTER UPDATE ON officer DEFERRABLE INITIALLY DEFERRED FOR EACH ROW
  WHEN (OLD.status = 'suspended' AND NEW.status <> 'suspended'
    OR OLD.status = 'active' AND NEW.status = 'active' AND NEW.reinstated_at IS DISTINCT FROM OLD.reinstated_at)
  EXECUTE FUNCTION require_entry('sharing_admin', '', 'agency', 'subject_reinstated');
CREATE CONSTRAINT TRIGGER officer_attested_told AFTER UPDATE ON officer DEFERRABLE INITIALLY DEFERRED FOR EACH ROW
  WHEN ((NEW.attested_at, NEW.attested_employer, NEW.attested_federal_detail, NEW.attested_trained_on, NEW.attested_by)
      IS DISTINCT FROM
      (OLD.attested_at, OLD.attested_employer, OLD.attested_federal_detail, OLD.attested_trained_on, OLD.attested_by)
    AND NEW.status <> 'suspended')
  EXECUTE FUNCTION require_entry('sharing_admin', 'attested_by', 'agency', 'subject_attested');

CREATE CONSTRAINT TRIGGER held_query_approved_told AFTER UPDATE ON held_query
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN (NEW.status IS DISTINCT FROM OLD.status AND NEW.status = 'approved')
  EXECUTE FUNCTION require_entry('reviewer', 'decided_by', 'agency', 'review_approved');
CREATE CONSTRAINT TRIGGER exigent_release_decided_told AFTER UPDATE ON exigent_release
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN (NEW.status IS DISTINCT FROM OLD.status)
  EXECUTE FUNCTION require_entry('reviewer', 'decided_by', 'agency', 'review_approved,review_refused');
CREATE CONSTRAINT TRIGGER hit_decided_told AFTER UPDATE ON hit DEFERRABLE INITIALLY DEFERRED FOR EACH ROW
  WHEN (NEW.status IS DISTINCT FROM OLD.status)
  EXECUTE FUNCTION require_entry('reviewer', 'decided_by', 'any', 'hit_decided');

CREATE CONSTRAINT TRIGGER partner_endpoint_set_told AFTER INSERT ON partner_endpoint
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW
  EXECUTE FUNCTION require_entry('sharing_admin', 'set_by', 'agency', 'agency_changed');
CREATE CONSTRAINT TRIGGER partner_endpoint_moved_told AFTER UPDATE ON partner_endpoint
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW
  WHEN ((NEW.url, NEW.salt, NEW.set_by) IS DISTINCT FROM (OLD.url, OLD.salt, OLD.set_by))
  EXECUTE FUNCTION require_entry('sharing_admin', 'set_by', 'agency', 'agency_changed');
CREATE CONSTRAINT TRIGGER partner_endpoint_approved_told AFTER UPDATE ON partner_endpoint
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW
  WHEN ((NEW.approved_by, NEW.approved_at) IS DISTINCT FROM (OLD.approved_by, OLD.approved_at)
    AND NEW.approved_by IS NOT NULL)
  EXECUTE FUNCTION require_entry('sharing_admin', 'approved_by', 'agency', 'agency_changed');
CREATE CONSTRAINT TRIGGER list_push_told AFTER INSERT ON list_push DEFERRABLE INITIALLY DEFERRED FOR EACH ROW
  EXECUTE FUNCTION require_entry('sharing_admin', '', 'agency', 'agency_changed');
CREATE CONSTRAINT TRIGGER list_source_set_told AFTER INSERT ON list_source DEFERRABLE INITIALLY DEFERRED FOR EACH ROW
  EXECUTE FUNCTION require_entry('sharing_admin', '', 'any', 'agency_changed');
CREATE CONSTRAINT TRIGGER list_source_moved_told AFTER UPDATE ON list_source DEFERRABLE INITIALLY DEFERRED FOR EACH ROW
  WHEN ((NEW.url, NEW.layout, NEW.purpose, NEW.agency_id) IS DISTINCT FROM
    (OLD.url, OLD.layout, OLD.purpose, OLD.agency_id))
  EXECUTE FUNCTION require_entry('sharing_admin', '', 'any', 'agency_changed');
CREATE CONSTRAINT TRIGGER reads_source_set_told AFTER INSERT ON reads_source
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW
  EXECUTE FUNCTION require_entry('sharing_admin', 'set_by', 'any', 'agency_changed');
CREATE CONSTRAINT TRIGGER reads_source_approved_told AFTER UPDATE ON reads_source
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN (NEW.status = 'active' AND OLD.status <> 'active')
  EXECUTE FUNCTION require_entry('sharing_admin', 'approved_by', 'any', 'agency_changed');
CREATE CONSTRAINT TRIGGER witness_removal_proposed_told AFTER INSERT ON witness_removal
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW
  EXECUTE FUNCTION require_entry('sharing_admin', 'proposed_by', 'any', 'witness_removal_proposed');
CREATE CONSTRAINT TRIGGER witness_removal_removed_told AFTER UPDATE ON witness_removal
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW
  EXECUTE FUNCTION require_entry('sharing_admin', 'removed_by', 'any', 'witness_removed');

CREATE CONSTRAINT TRIGGER monthly_audit_told AFTER INSERT ON monthly_audit DEFERRABLE INITIALLY DEFERRED FOR EACH ROW
  EXECUTE FUNCTION require_entry('auditor', 'completed_by', 'any', 'audit_completed');

-- A report about the Chief is assigned and closed by an auditor who did not write it: the Chief, suspended or not, does
-- not see it. Which role closes which report stands in sharing-rules/misuse/report-closing.ts too.
-- Arguments: the column with the person, or ''; the kind of entry. As require_entry, of which it is one.
CREATE FUNCTION require_closer() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
DECLARE
  is_about_chief boolean := EXISTS (
    SELECT FROM person p JOIN identity_issuer i ON i.id = p.issuer_id JOIN agency a ON a.id = p.agency_id
    WHERE p.id = NEW.concerns AND p.status <> 'removed' AND i.status = 'active' AND a.is_owner
      AND p.roles = ARRAY['chief']);
  wanted text := CASE WHEN is_about_chief THEN 'auditor' ELSE 'chief' END;
  person text := to_jsonb(NEW) ->> nullif(TG_ARGV[0], '');
BEGIN
  IF is_owner_of_schema(session_user) OR (is_told(wanted, person, NULL, ARRAY[TG_ARGV[1]])
    AND NOT (is_about_chief AND coalesce(person = NEW.opened_by::text, false))) THEN RETURN NULL; END IF;
  RAISE EXCEPTION '% on % is refused: no entry of the log tells of it, by a person with the role % who did not report it',
    TG_OP, TG_TABLE_NAME, wanted USING ERRCODE = 'insufficient_privilege', CONSTRAINT = TG_NAME;
END $$;
CREATE CONSTRAINT TRIGGER misuse_report_closed_told AFTER UPDATE ON misuse_report DEFERRABLE INITIALLY DEFERRED
  FOR EACH ROW WHEN (NEW.state IS DISTINCT FROM OLD.state AND NEW.state = 'closed')
  EXECUTE FUNCTION require_closer('closed_by', 'misuse_closed');
CREATE CONSTRAINT TRIGGER misuse_report_assigned_told AFTER UPDATE ON misuse_report DEFERRABLE INITIALLY DEFERRED
  FOR EACH ROW WHEN ((NEW.owner, NEW.due_at) IS DISTINCT FROM (OLD.owner, OLD.due_at) AND NEW.state <> 'closed')
  EXECUTE FUNCTION require_closer('', 'misuse_assigned');

-- Whoever has the gateway's role alone neither answers for a records office nor settles a difference beforehand.
CREATE FUNCTION require_records_entry() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
  IF is_owner_of_schema(session_user) OR EXISTS (
    SELECT FROM audit_detail d JOIN log_entry l ON l.index = d.index
    WHERE d.index = NEW.answered_entry AND d.kind = 'records_checked' AND d.agency_id = NEW.agency_id
      AND l.entry::jsonb ->> 'kind' = d.kind AND d.owner_detail::jsonb ->> 'entry' = NEW.index::text
      AND d.xmin = pg_current_xact_id()::xid AND l.xmin = pg_current_xact_id()::xid)
    THEN RETURN NULL; END IF;
  RAISE EXCEPTION '% on % is refused: no entry of the log tells of the answer', TG_OP, TG_TABLE_NAME
    USING ERRCODE = 'insufficient_privilege', CONSTRAINT = TG_NAME;
END $$;
CREATE CONSTRAINT TRIGGER records_check_answered_told AFTER INSERT OR UPDATE OF answered_at ON records_check
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN (NEW.answered_at IS NOT NULL)
  EXECUTE FUNCTION require_records_entry();
CREATE CONSTRAINT TRIGGER records_check_closed_told AFTER UPDATE ON records_check DEFERRABLE INITIALLY DEFERRED
  FOR EACH ROW WHEN (OLD.closed_at IS NULL AND NEW.closed_at IS NOT NULL)
  EXECUTE FUNCTION require_entry('auditor', 'closed_by', 'agency', 'records_checked');
