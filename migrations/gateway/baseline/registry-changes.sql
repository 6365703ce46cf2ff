-- What follows each change of the registry, however it was made (an operator's own statement is one way): every node
-- hears of it, what was authenticated before it is not released, and the counts of an agency stay right.

CREATE FUNCTION tell_registry() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM pg_notify('registry', TG_TABLE_NAME);
  RETURN NULL;
END $$;
CREATE TRIGGER identity_issuer_heard AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON identity_issuer
  FOR EACH STATEMENT EXECUTE FUNCTION tell_registry();
CREATE TRIGGER client_registration_heard AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON client_registration
  FOR EACH STATEMENT EXECUTE FUNCTION tell_registry();
CREATE TRIGGER person_heard AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON person
  FOR EACH STATEMENT EXECUTE FUNCTION tell_registry();

-- Versions of each agency's clients and persons. A table of its own: an operator who leaves a transaction open locks
-- the row that is counted up, and a revocation, which writes the agency's row, must not wait for it.
CREATE TABLE agency_identities (
  agency_id bigint PRIMARY KEY REFERENCES agency (id),
  version bigint NOT NULL
);
-- With its owner's rights: nobody who may remove a client can fail for want of them, or set the version back.
CREATE FUNCTION count_identities() RETURNS trigger
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  INSERT INTO agency_identities AS i (agency_id, version)
    SELECT id, 1 FROM agency WHERE TG_OP = 'TRUNCATE' OR id = OLD.agency_id ORDER BY id
    ON CONFLICT (agency_id) DO UPDATE SET version = i.version + 1;
  RETURN NULL;
END $$;
CREATE TRIGGER client_registration_counted AFTER UPDATE OR DELETE ON client_registration
  FOR EACH ROW EXECUTE FUNCTION count_identities();
CREATE TRIGGER client_registration_emptied AFTER TRUNCATE ON client_registration
  FOR EACH STATEMENT EXECUTE FUNCTION count_identities();
CREATE TRIGGER person_counted AFTER UPDATE OR DELETE ON person FOR EACH ROW EXECUTE FUNCTION count_identities();
CREATE TRIGGER person_emptied AFTER TRUNCATE ON person FOR EACH STATEMENT EXECUTE FUNCTION count_identities();

-- One version of the issuers, for everybody: counted for each of their agencies, the removal of an issuer, which stands
-- under the lock of a halt, would wait for an operator who leaves a change of one client uncommitted.
CREATE TABLE issuer_changes (
  only_row boolean PRIMARY KEY DEFAULT true CHECK (only_row),
  version bigint NOT NULL
);
INSERT INTO issuer_changes (version) VALUES (0);
CREATE FUNCTION count_issuer_changes() RETURNS trigger
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  UPDATE issuer_changes SET version = version + 1;
  RETURN NULL;
END $$;
-- An issuer that still has clients or persons cannot be deleted.
CREATE TRIGGER identity_issuer_counted AFTER UPDATE ON identity_issuer
  FOR EACH ROW WHEN (OLD.* IS DISTINCT FROM NEW.*) EXECUTE FUNCTION count_issuer_changes();

-- Counts that are kept instead of counted, a row for each agency. Room in its page, since it is updated in place.
CREATE TABLE agency_count (
  agency_id bigint PRIMARY KEY REFERENCES agency (id),
  -- With a place on the roster, suspended ones included; not those held as beyond it.
  officers bigint NOT NULL DEFAULT 0 CHECK (officers >= 0),
  -- Queries that wait for a reviewer (releases.sql).
  held_queries bigint NOT NULL DEFAULT 0 CHECK (held_queries >= 0)
) WITH (fillfactor = 50);

-- The counts follow whoever changes the rows, in the same statement; the gateway's role can't set them.
CREATE FUNCTION count_agency() RETURNS trigger
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  INSERT INTO agency_count (agency_id) VALUES (NEW.id);
  RETURN NULL;
END $$;
CREATE TRIGGER agency_counted AFTER INSERT ON agency FOR EACH ROW EXECUTE FUNCTION count_agency();

CREATE FUNCTION count_officer() RETURNS trigger
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  IF TG_OP = 'INSERT' THEN
    UPDATE agency_count c SET officers = c.officers + d.change FROM (
      SELECT agency_id, sum(change) AS change FROM (SELECT agency_id, 1 AS change FROM came WHERE status <> 'held') AS one
      GROUP BY agency_id HAVING sum(change) <> 0) AS d
    WHERE c.agency_id = d.agency_id;
  ELSIF TG_OP = 'UPDATE' THEN
    UPDATE agency_count c SET officers = c.officers + d.change FROM (
      SELECT agency_id, sum(change) AS change FROM (SELECT agency_id, 1 AS change FROM came WHERE status <> 'held'
        UNION ALL SELECT agency_id, -1 AS change FROM gone WHERE status <> 'held') AS one
      GROUP BY agency_id HAVING sum(change) <> 0) AS d
    WHERE c.agency_id = d.agency_id;
  ELSE
    UPDATE agency_count c SET officers = c.officers + d.change FROM (
      SELECT agency_id, sum(change) AS change FROM (SELECT agency_id, -1 AS change FROM gone WHERE status <> 'held') AS one
      GROUP BY agency_id HAVING sum(change) <> 0) AS d
    WHERE c.agency_id = d.agency_id;
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER officer_counted_on_insert AFTER INSERT ON officer REFERENCING NEW TABLE AS came
  FOR EACH STATEMENT EXECUTE FUNCTION count_officer();
CREATE TRIGGER officer_counted_on_update AFTER UPDATE ON officer REFERENCING NEW TABLE AS came OLD TABLE AS gone
  FOR EACH STATEMENT EXECUTE FUNCTION count_officer();
CREATE TRIGGER officer_counted_on_delete AFTER DELETE ON officer REFERENCING OLD TABLE AS gone
  FOR EACH STATEMENT EXECUTE FUNCTION count_officer();
