/**
 * Guards what the gateway's role cannot do by a statement of its own, although its table is open to it.
 * - A grant is put in force by `activate_grant` and by nothing else.
 * - What only grows, grows: epochs, and the day's counts (the log, and what a person decides: next steps).
 *   What was used up, ended or closed stays so.
 *
 * The owner of the schema is not held to it: whoever may migrate may do it another way.
 */
import type { Knex } from 'knex';

const FUNCTIONS = `
  CREATE FUNCTION is_owner_of_schema(who name) RETURNS boolean
    LANGUAGE sql STABLE SET search_path = public, pg_temp
    RETURN pg_has_role(who, (SELECT relowner FROM pg_class WHERE oid = 'public.agency'::regclass), 'MEMBER');

  -- Whoever holds this role and no other (which of them exclude each other stands in sharing-rules/terms/roles.ts).
  CREATE FUNCTION holds_role(who uuid, wanted text) RETURNS boolean
    LANGUAGE sql STABLE SET search_path = public, pg_temp
    RETURN EXISTS (
      SELECT FROM public.person p
      JOIN public.identity_issuer i ON i.id = p.issuer_id
      JOIN public.agency a ON a.id = p.agency_id
      WHERE p.id = who AND p.status = 'active' AND i.status = 'active' AND a.is_owner AND p.roles = ARRAY[wanted]);

  -- current_user, so that a function with its owner's rights may do what its caller may not.
  CREATE FUNCTION owner_only() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
  BEGIN
    IF is_owner_of_schema(current_user) THEN RETURN coalesce(NEW, OLD); END IF;
    RAISE EXCEPTION '% on % is refused: %', TG_OP, TG_TABLE_NAME, TG_ARGV[0]
      USING ERRCODE = 'insufficient_privilege', CONSTRAINT = TG_NAME;
  END $$;

  CREATE FUNCTION activate_grant(proposed uuid, approver uuid) RETURNS boolean
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
  DECLARE found sharing_grant%ROWTYPE; at timestamptz := clock_timestamp();
  BEGIN
    SELECT * INTO found FROM sharing_grant WHERE id = proposed FOR UPDATE;
    IF found.id IS NULL OR found.status <> 'proposed' THEN RETURN false; END IF;
    IF NOT holds_role(found.proposed_by, 'sharing_admin') OR NOT holds_role(approver, 'sharing_admin') THEN
      RAISE EXCEPTION 'a grant is proposed and approved by administrators'
        USING ERRCODE = 'insufficient_privilege', CONSTRAINT = 'sharing_grant_by_administrators';
    END IF;
    -- Two people, and an eligible agency, by the table's own constraints.
    UPDATE sharing_grant SET status = 'active', approved_by = approver, approved_at = at, valid_from = at
      WHERE id = proposed;
    RETURN true;
  END $$;

  CREATE FUNCTION require_setter() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
  BEGIN
    IF is_owner_of_schema(current_user) OR holds_role(NEW.set_by, 'sharing_admin') THEN RETURN NEW; END IF;
    RAISE EXCEPTION 'an endpoint is set by an administrator'
      USING ERRCODE = 'insufficient_privilege', CONSTRAINT = TG_NAME;
  END $$;`;

interface Guard {
  readonly name: string;
  /** `BEFORE UPDATE OF status ON person` */
  readonly at: string;
  readonly when: string;
  readonly why: string;
}

/** Refused to everybody but the owner of the schema, and to functions with its rights. */
const OWNER_ONLY: readonly Guard[] = [
  ...['person', 'client_registration', 'identity_issuer'].map((table) => ({
    name: `${table}_stays_removed`,
    at: `BEFORE UPDATE ON ${table}`,
    when: `OLD.status = 'removed' AND NEW.status <> 'removed'`,
    why: 'who was removed is registered by the owner',
  })),
  {
    name: 'sharing_grant_steps',
    at: 'BEFORE UPDATE ON sharing_grant',
    when: `OLD.status <> NEW.status AND (NEW.status IN ('proposed', 'active') OR OLD.status NOT IN ('proposed', 'active'))`,
    why: 'a grant is put in force by activate_grant, and what has ended stays so',
  },
  {
    name: 'agency_epoch_grows',
    at: 'BEFORE UPDATE ON agency',
    when: 'NEW.epoch < OLD.epoch',
    why: 'an epoch only grows',
  },
  {
    name: 'sharing_state_epoch_grows',
    at: 'BEFORE UPDATE ON sharing_state',
    when: 'NEW.epoch < OLD.epoch',
    why: 'an epoch only grows',
  },
  {
    name: 'drain_stays_ended',
    at: 'BEFORE UPDATE ON drain',
    when: 'OLD.effective_at IS NOT NULL',
    why: 'what was drained stays so',
  },
  ...['agency_usage', 'officer_usage'].flatMap((table) => [
    {
      name: `${table}_grows`,
      at: `BEFORE UPDATE ON ${table}`,
      when: `NEW.records < OLD.records OR NEW.releases < OLD.releases${table === 'agency_usage' ? ' OR NEW.refusals < OLD.refusals' : ''}`,
      why: 'the counts of a day only grow',
    },
    {
      name: `${table}_kept_today`,
      at: `BEFORE DELETE ON ${table}`,
      when: `OLD.day >= (now() AT TIME ZONE 'UTC')::date`,
      why: 'the counts of a day only grow',
    },
  ]),
  {
    name: 'query_count_grows',
    at: 'BEFORE UPDATE ON query_count',
    when: 'NEW.releases < OLD.releases',
    why: 'the counts of a day only grow',
  },
  {
    name: 'query_count_kept_today',
    at: 'BEFORE DELETE ON query_count',
    when: `OLD.day >= (now() AT TIME ZONE 'UTC')::date`,
    why: 'the counts of a day only grow',
  },
  {
    name: 'refused_wording_kept_a_day',
    at: 'BEFORE DELETE ON refused_wording',
    when: `OLD.refused_at > now() - interval '24 hours'`,
    why: 'what was refused is remembered for a day',
  },
  {
    name: 'refused_wording_later',
    at: 'BEFORE UPDATE ON refused_wording',
    when: 'NEW.refused_at < OLD.refused_at',
    why: 'what was refused is remembered for a day',
  },
  {
    name: 'proof_used_kept',
    at: 'BEFORE DELETE ON proof_used',
    when: 'OLD.expires_at > clock_timestamp()',
    why: 'a proof that is good still may be used again then',
  },
  {
    name: 'held_query_begins_held',
    at: 'BEFORE INSERT ON held_query',
    when: `NEW.status <> 'held'`,
    why: 'a reviewer decides on what is held',
  },
  {
    name: 'held_query_steps',
    at: 'BEFORE UPDATE ON held_query',
    when: `OLD.status <> NEW.status AND (NEW.status = 'held' OR NEW.status = 'approved'
      AND (OLD.status <> 'held' OR NEW.subject ->> 'personId' = NEW.decided_by::text))`,
    why: 'a reviewer decides once, and on no query of their own',
  },
  {
    name: 'exigent_release_begins_open',
    at: 'BEFORE INSERT ON exigent_release',
    when: `NEW.status <> 'open'`,
    why: 'a reviewer looks at it',
  },
  {
    name: 'exigent_release_decided_once',
    at: 'BEFORE UPDATE ON exigent_release',
    when: `OLD.status <> 'open'`,
    why: 'a reviewer decides once',
  },
  {
    name: 'exigent_release_kept',
    at: 'BEFORE DELETE ON exigent_release',
    when: `OLD.status = 'open'`,
    why: 'a reviewer has not looked at it yet',
  },
  {
    name: 'hit_begins_unconfirmed',
    at: 'BEFORE INSERT ON hit',
    when: `NEW.status <> 'unconfirmed'`,
    why: 'a person confirms it',
  },
  {
    name: 'misuse_report_begins_open',
    at: 'BEFORE INSERT ON misuse_report',
    when: `NEW.state <> 'open'`,
    why: 'the Chief closes it',
  },
  {
    name: 'misuse_report_stays_closed',
    at: 'BEFORE UPDATE ON misuse_report',
    when: `OLD.state = 'closed' AND (NEW.state, NEW.outcome, NEW.note, NEW.closed_by, NEW.closed_index)
      IS DISTINCT FROM (OLD.state, OLD.outcome, OLD.note, OLD.closed_by, OLD.closed_index)`,
    why: 'what the Chief has said stays so',
  },
  {
    name: 'partner_endpoint_approved_as_set',
    at: 'BEFORE UPDATE ON partner_endpoint',
    when: 'NEW.approved_by IS NOT NULL AND (NEW.url, NEW.salt, NEW.set_by) IS DISTINCT FROM (OLD.url, OLD.salt, OLD.set_by)',
    why: 'an approval is of the address that was looked at',
  },
];

export async function up(knex: Knex): Promise<void> {
  await knex.raw(FUNCTIONS);
  for (const { at, name, when, why } of OWNER_ONLY) {
    await knex.raw(
      `CREATE TRIGGER ${name} ${at} FOR EACH ROW WHEN (${when}) EXECUTE FUNCTION owner_only('${why}')`,
    );
  }
  await knex.raw(`
    CREATE TRIGGER partner_endpoint_setter BEFORE UPDATE ON partner_endpoint FOR EACH ROW
      WHEN (NEW.approved_by IS DISTINCT FROM OLD.approved_by AND NEW.approved_by IS NOT NULL)
      EXECUTE FUNCTION require_setter();
    ALTER TABLE sharing_grant ALTER COLUMN status SET DEFAULT 'proposed';
    REVOKE ALL ON FUNCTION is_owner_of_schema(name), holds_role(uuid, text), activate_grant(uuid, uuid),
      owner_only(), require_setter() FROM PUBLIC;
    GRANT EXECUTE ON FUNCTION is_owner_of_schema(name), holds_role(uuid, text), activate_grant(uuid, uuid) TO gateway_app;
  `);
}
