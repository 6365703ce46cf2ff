/**
 * Simulates the database's clock to make a past. The gateway decides by the database's time, which it gets
 * from `clock_timestamp()`: a search path that begins with another schema finds another function.
 */
import pg from 'pg';

/** Changes the function whose own search path finds the time at which a grant begins. */
const BY_THE_CLOCK = 'ALTER FUNCTION activate_grant(uuid, uuid)';

export interface SimulatedClock {
  /** The gateway's address, with the search path that finds the simulated time. */
  readonly url: string;
  /** The same address for the owner of the schema. */
  readonly ownerUrl: string;
  set(time: number): Promise<void>;
  close(): Promise<void>;
}

/** @param ownerUrl the schema's owner, who may create schemas and days of the log */
export async function simulateClock(
  urls: { readonly gatewayUrl: string; readonly gatewayOwnerUrl: string },
  firstDay: number,
): Promise<SimulatedClock> {
  const owner = new pg.Client({ connectionString: urls.gatewayOwnerUrl });
  await owner.connect();
  await owner.query(`
    CREATE SCHEMA simulated;
    CREATE TABLE simulated.clock (now timestamptz NOT NULL);
    INSERT INTO simulated.clock VALUES (to_timestamp(${firstDay / 1_000}));
    CREATE FUNCTION simulated.clock_timestamp() RETURNS timestamptz LANGUAGE sql VOLATILE
      AS 'SELECT now FROM simulated.clock';
    CREATE FUNCTION simulated.now() RETURNS timestamptz LANGUAGE sql STABLE AS 'SELECT now FROM simulated.clock';
    GRANT USAGE ON SCHEMA simulated TO PUBLIC;
    GRANT SELECT ON simulated.clock TO PUBLIC;
    ${BY_THE_CLOCK} SET search_path = simulated, pg_catalog, public;`);
  await owner.query('SELECT ensure_audit_days($1::date, 40)', [
    new Date(firstDay).toISOString().slice(0, 10),
  ]);
  return {
    url: withClock(urls.gatewayUrl),
    ownerUrl: withClock(urls.gatewayOwnerUrl),
    set: async (time) => {
      await owner.query('UPDATE simulated.clock SET now = $1', [new Date(time)]);
    },
    close: async () => {
      await owner.query(`${BY_THE_CLOCK} SET search_path = public, pg_temp; DROP SCHEMA simulated CASCADE`);
      await owner.end();
    },
  };
}

function withClock(address: string): string {
  const url = new URL(address);
  url.searchParams.set('options', '-c search_path=simulated,pg_catalog,public');
  return url.href;
}
