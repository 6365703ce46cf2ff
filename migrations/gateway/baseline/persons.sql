-- What the registry says of whoever acts: the functions that the guards ask.

-- Keeps rows from everybody, the owner of the schema included.
CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION '% on % is refused: its rows are kept', TG_OP, TG_TABLE_NAME;
END $$;

CREATE FUNCTION is_owner_of_schema(who name) RETURNS boolean
  LANGUAGE sql STABLE SET search_path = public, pg_temp
  RETURN pg_has_role(who, (SELECT relowner FROM pg_class WHERE oid = 'public.agency'::regclass), 'MEMBER');

-- Keeps rows from everybody but the owner of the schema: whoever may migrate may do it another way. It looks at
-- current_user, so that a function with its owner's rights may do what its caller may not. Argument: why.
CREATE FUNCTION owner_only() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
  IF is_owner_of_schema(current_user) THEN RETURN coalesce(NEW, OLD); END IF;
  RAISE EXCEPTION '% on % is refused: %', TG_OP, TG_TABLE_NAME, TG_ARGV[0]
    USING ERRCODE = 'insufficient_privilege', CONSTRAINT = TG_NAME;
END $$;

-- Whoever holds this role and no other (which of them exclude each other stands in sharing-rules/terms/roles.ts).
CREATE FUNCTION holds_role(who uuid, wanted text) RETURNS boolean
  LANGUAGE sql STABLE SET search_path = public, pg_temp
  RETURN EXISTS (
    SELECT FROM public.person p
    JOIN public.identity_issuer i ON i.id = p.issuer_id
    JOIN public.agency a ON a.id = p.agency_id
    WHERE p.id = who AND p.status = 'active' AND i.status = 'active' AND a.is_owner AND p.roles = ARRAY[wanted]);

-- By their employee ids, whatever their sign-ins; not where either's is unknown.
CREATE FUNCTION are_two_people(one uuid, other uuid) RETURNS boolean
  LANGUAGE sql STABLE SET search_path = public, pg_temp
  RETURN EXISTS (
    SELECT FROM public.person a JOIN public.person b ON b.agency_id = a.agency_id
    WHERE a.id = one AND b.id = other AND lower(a.employee_id) <> lower(b.employee_id));

-- Whether a person said it after they were reinstated last: what was said before may be the word of a thief.
CREATE FUNCTION stands_by(who uuid, said_at timestamptz) RETURNS boolean
  LANGUAGE sql STABLE SET search_path = public, pg_temp
  RETURN NOT EXISTS (SELECT FROM public.person p WHERE p.id = who AND p.reinstated_at >= said_at);

-- Whether a person may be one of the two who end a halt, or take a witness out.
CREATE FUNCTION may_resume(who uuid) RETURNS boolean
  LANGUAGE plpgsql STABLE SET search_path = public, pg_temp AS $$
BEGIN
  RETURN EXISTS (SELECT FROM person p JOIN identity_issuer i ON i.id = p.issuer_id
    WHERE p.id = who AND p.status = 'active' AND i.status = 'active' AND p.roles = '{sharing_admin}'
      AND p.employee_id IS NOT NULL);
END $$;

-- Whether a Chief or an auditor can sign in, without the person, client or issuer that is named.
CREATE FUNCTION is_overseen(without_person uuid, without_client bigint, without_issuer bigint) RETURNS boolean
  LANGUAGE sql STABLE SET search_path = public, pg_temp
  RETURN EXISTS (
    SELECT FROM public.person p
    WHERE p.roles && ARRAY['chief', 'auditor'] AND (holds_role(p.id, 'chief') OR holds_role(p.id, 'auditor'))
      AND p.id IS DISTINCT FROM without_person AND p.issuer_id IS DISTINCT FROM without_issuer
      AND EXISTS (SELECT FROM public.client_registration c
        WHERE c.issuer_id = p.issuer_id AND c.agency_id = p.agency_id AND c.status = 'active'
          AND coalesce(c.person_id, p.id) = p.id AND c.id IS DISTINCT FROM without_client));
