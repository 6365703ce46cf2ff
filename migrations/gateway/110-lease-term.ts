/**
 * Neither gives nor renews a lease that is behind a revocation record for longer than its term, whoever asks:
 * its counter then stands still, and the revocation drops it, as the lease of a node that died. Nodes renew
 * so by themselves (and wait a second only); the log-in could write a lease that is renewed forever, obeys
 * nobody, and holds every revocation. The owner's trigger binds nodes of the version before, too. It refuses
 * rather than deletes: a node whose renewal crosses a revocation must wait its term out.
 */
import type { Knex } from 'knex';

export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    CREATE FUNCTION keep_lease_term() RETURNS trigger
      LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    -- LEASE_TTL of every node.
    DECLARE term CONSTANT interval := '2 seconds';
    BEGIN
      -- A revocation looks at each.
      IF TG_OP = 'INSERT' AND (SELECT count(*) FROM node_lease) >= 64 THEN
        RAISE EXCEPTION 'there are 64 leases, and no more are given; next: see which nodes run'
          USING ERRCODE = 'check_violation', CONSTRAINT = TG_NAME;
      END IF;
      IF EXISTS (SELECT FROM mark WHERE index > NEW.acknowledged AND marked_at < clock_timestamp() - term) THEN
        IF TG_OP = 'UPDATE' THEN RETURN NULL; END IF;
        RAISE EXCEPTION 'a lease that is behind a revocation is not given'
          USING ERRCODE = 'check_violation', CONSTRAINT = TG_NAME;
      END IF;
      -- Who counts the nodes that run believes it.
      NEW.expires_at := least(NEW.expires_at, clock_timestamp() + term);
      RETURN NEW;
    END $$;
    REVOKE ALL ON FUNCTION keep_lease_term() FROM PUBLIC;
    -- Not where a node acknowledges.
    CREATE TRIGGER node_lease_term BEFORE INSERT OR UPDATE OF node_id, generation, renewals, expires_at ON node_lease
      FOR EACH ROW EXECUTE FUNCTION keep_lease_term();
  `);
}
