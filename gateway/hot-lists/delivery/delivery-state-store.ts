/** Records deliveries to a partner's endpoint in its row: trouble begins and ends once for all nodes. */
import { findValue, type Queryable } from '../../database/queryable.ts';
import type { Endpoint } from './endpoints-store.ts';

type Tried = Pick<Endpoint, 'agency' | 'salt'>;

/** INVARIANT: of this very endpoint: what was sent to the one before it says nothing of one that was set since. */
const BEFORE = `before AS (
    SELECT agency_id, failing_since FROM partner_endpoint WHERE agency_id = $1 AND salt = $2 FOR NO KEY UPDATE)`;

/** Records a delivery that was taken. Resolves to true if a trouble ends with it. */
export const noteTaken = async (db: Queryable, { agency, salt }: Tried) =>
  (await findValue<boolean>(
    db,
    `WITH ${BEFORE}
     UPDATE partner_endpoint e SET tried_at = clock_timestamp(), taken_at = clock_timestamp(), failing_since = NULL, fault = NULL
     FROM before b WHERE e.agency_id = b.agency_id RETURNING b.failing_since IS NOT NULL AS ends`,
    [agency.id, salt],
  )) === true;

/** Records a failed delivery. Resolves to true if a trouble begins. @param fault a code, no outside text */
export const noteFailed = async (db: Queryable, { agency, salt }: Tried, fault: string) =>
  (await findValue<boolean>(
    db,
    `WITH ${BEFORE}
     UPDATE partner_endpoint e SET tried_at = clock_timestamp(), fault = $3,
       failing_since = coalesce(e.failing_since, clock_timestamp())
     FROM before b WHERE e.agency_id = b.agency_id RETURNING b.failing_since IS NULL AS begins`,
    [agency.id, salt, fault],
  )) === true;
