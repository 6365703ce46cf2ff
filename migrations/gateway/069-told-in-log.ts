/**
 * Whatever grants a right by a person's word is told in the log by its transaction, or not committed: checked
 * at COMMIT for its rows alone; for a release only if an officer gets a place, never for a revocation.
 */
import type { Knex } from 'knex';

const FUNCTIONS = `
  -- Whether an entry of this transaction tells of it: of one of these kinds, of this agency (NULL: of any), by this
  -- person (NULL: by any) with this role. What was written after a savepoint that is open still does not count.
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
  REVOKE ALL ON FUNCTION is_told(text, text, bigint, text[]), require_entry(), require_place() FROM PUBLIC;
  GRANT EXECUTE ON FUNCTION is_told(text, text, bigint, text[]) TO gateway_app;`;

interface Told {
  readonly name: string;
  /** `UPDATE ON officer` */
  readonly at: string;
  /** Empty: always. */
  readonly when: string;
  readonly role: 'sharing_admin' | 'reviewer' | 'auditor' | 'chief';
  /** The column that names the person; empty where the entry alone does. */
  readonly person: string;
  readonly kinds: string;
  /** The entry need not be of the row's agency. */
  readonly ofAny?: true;
}

/** Classes that can be granted anything, as in `agency.eligible`. */
const CLASSES = `('municipal', 'sheriff', 'town_marshal', 'state', 'campus_public', 'prosecutor', 'campus_private',
  'corrections')`;
const changed = (columns: string) => {
  const of = (row: string) => `(${columns.replace(/\w+/g, `${row}.$&`)})`;
  return `${of('NEW')} IS DISTINCT FROM ${of('OLD')}`;
};

/** Changes that grant: not to a class or state that bars the agency, nor to a paper that says less. */
const AGENCY_RAISED = [
  `${changed('class')} AND NEW.class IN ${CLASSES}`,
  `${changed('state')} AND NEW.state = 'CO'`,
  'NEW.bound_by_article_74 AND NOT OLD.bound_by_article_74',
  'OLD.has_287g AND NOT NEW.has_287g',
  'OLD.federal_members AND NOT NEW.federal_members',
  `${changed('status')} AND NEW.status = 'active'`,
  'NEW.roster > OLD.roster',
  `NEW.agreement_signed_on IS NOT NULL AND (${changed('agreement_reference, agreement_signed_on')}
    OR NEW.agreement_article_74 AND NOT OLD.agreement_article_74
    OR NEW.agreement_officer_mfa AND NOT OLD.agreement_officer_mfa
    OR coalesce(NEW.agreement_expires_on, 'infinity') > coalesce(OLD.agreement_expires_on, 'infinity'))`,
  `NEW.certification_signed_on IS NOT NULL AND (${changed('certification_signer')}
    OR NEW.certification_signed_on > coalesce(OLD.certification_signed_on, '-infinity'))`,
  `${changed('encryption_key')} AND NEW.encryption_key IS NOT NULL`,
].join(' OR ');

const TOLD: readonly Told[] = [
  {
    ...{ name: 'agency_raised_told', at: 'UPDATE ON agency', when: AGENCY_RAISED },
    ...{ role: 'sharing_admin', person: '', kinds: 'agency_changed,grant_approved' },
  },
  {
    ...{ name: 'agency_added_told', at: 'INSERT ON agency', when: '' },
    ...{ role: 'sharing_admin', person: '', kinds: 'agency_added' },
  },
  {
    ...{ name: 'agency_ori_told', at: 'INSERT ON agency_ori', when: '' },
    ...{ role: 'sharing_admin', person: '', kinds: 'agency_added,agency_changed' },
  },
  {
    ...{ name: 'sharing_grant_proposed_told', at: 'INSERT ON sharing_grant', when: '' },
    ...{ role: 'sharing_admin', person: 'proposed_by', kinds: 'grant_proposed' },
  },
  {
    ...{ name: 'sharing_grant_approved_told', at: 'UPDATE ON sharing_grant' },
    when: `${changed('status')} AND NEW.status = 'active'`,
    ...{ role: 'sharing_admin', person: 'approved_by', kinds: 'grant_approved' },
  },
  {
    ...{ name: 'officer_reinstated_told', at: 'UPDATE ON officer' },
    // An inactive officer stays active, and is reinstated; a held one takes a place, or see `require_place`.
    when: `OLD.status = 'suspended' AND NEW.status <> 'suspended'
      OR OLD.status = 'active' AND NEW.status = 'active' AND ${changed('reinstated_at')}`,
    ...{ role: 'sharing_admin', person: '', kinds: 'subject_reinstated' },
  },
  {
    ...{ name: 'officer_attested_told', at: 'UPDATE ON officer' },
    when: `${changed('attested_at, attested_employer, attested_federal_detail, attested_trained_on, attested_by')}
      AND NEW.status <> 'suspended'`,
    ...{ role: 'sharing_admin', person: 'attested_by', kinds: 'subject_attested' },
  },
  {
    ...{ name: 'held_query_approved_told', at: 'UPDATE ON held_query' },
    when: `${changed('status')} AND NEW.status = 'approved'`,
    ...{ role: 'reviewer', person: 'decided_by', kinds: 'review_approved' },
  },
  {
    ...{ name: 'exigent_release_decided_told', at: 'UPDATE ON exigent_release', when: changed('status') },
    ...{ role: 'reviewer', person: 'decided_by', kinds: 'review_approved,review_refused' },
  },
  {
    ...{ name: 'hit_decided_told', at: 'UPDATE ON hit', when: changed('status') },
    ...{ role: 'reviewer', person: 'decided_by', kinds: 'hit_decided', ofAny: true },
  },
  {
    ...{ name: 'partner_endpoint_set_told', at: 'INSERT ON partner_endpoint', when: '' },
    ...{ role: 'sharing_admin', person: 'set_by', kinds: 'agency_changed' },
  },
  {
    ...{
      name: 'partner_endpoint_moved_told',
      at: 'UPDATE ON partner_endpoint',
      when: changed('url, salt, set_by'),
    },
    ...{ role: 'sharing_admin', person: 'set_by', kinds: 'agency_changed' },
  },
  {
    ...{ name: 'partner_endpoint_approved_told', at: 'UPDATE ON partner_endpoint' },
    when: `${changed('approved_by, approved_at')} AND NEW.approved_by IS NOT NULL`,
    ...{ role: 'sharing_admin', person: 'approved_by', kinds: 'agency_changed' },
  },
  {
    ...{ name: 'list_push_told', at: 'INSERT ON list_push', when: '' },
    ...{ role: 'sharing_admin', person: '', kinds: 'agency_changed' },
  },
  {
    ...{ name: 'list_source_set_told', at: 'INSERT ON list_source', when: '' },
    ...{ role: 'sharing_admin', person: '', kinds: 'agency_changed', ofAny: true },
  },
  {
    ...{ name: 'list_source_moved_told', at: 'UPDATE ON list_source' },
    when: changed('url, layout, purpose, agency_id'),
    ...{ role: 'sharing_admin', person: '', kinds: 'agency_changed', ofAny: true },
  },
  {
    ...{ name: 'misuse_report_closed_told', at: 'UPDATE ON misuse_report' },
    when: `${changed('state')} AND NEW.state = 'closed'`,
    ...{ role: 'chief', person: 'closed_by', kinds: 'misuse_closed', ofAny: true },
  },
  {
    ...{ name: 'misuse_report_assigned_told', at: 'UPDATE ON misuse_report' },
    when: `${changed('owner, due_at')} AND NEW.state <> 'closed'`,
    ...{ role: 'chief', person: '', kinds: 'misuse_assigned', ofAny: true },
  },
  {
    ...{ name: 'monthly_audit_told', at: 'INSERT ON monthly_audit', when: '' },
    ...{ role: 'auditor', person: 'completed_by', kinds: 'audit_completed', ofAny: true },
  },
];

export async function up(knex: Knex): Promise<void> {
  await knex.raw(FUNCTIONS);
  for (const { at, kinds, name, ofAny, person, role, when } of TOLD) {
    await knex.raw(`
      CREATE CONSTRAINT TRIGGER ${name} AFTER ${at} DEFERRABLE INITIALLY DEFERRED FOR EACH ROW
        ${when === '' ? '' : `WHEN (${when})`}
        EXECUTE FUNCTION require_entry('${role}', '${person}', '${ofAny ? 'any' : 'agency'}', '${kinds}')`);
  }
}
