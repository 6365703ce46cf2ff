/** The facts of the registry as a decision under the locks needs them: one statement, so one snapshot. */
import type { Agency, Grant } from '../../../sharing-rules/terms/agency.ts';
import type { StatementClient } from '../../database/connect-pipelined.ts';
import { MS } from '../../database/in-ms.ts';
import {
  AGENCY_COLUMNS,
  type AgencyRow,
  GRANT_COLUMNS,
  GRANT_IN_POINT,
  toAgency,
  toGrantInPoint,
} from './agency-row-store.ts';

export interface AgencyFacts {
  readonly agency: Agency;
  /** The grant in point: the active one, else the newest that ended, else null. */
  readonly grant: Grant | null;
  /**
   * The version of the agency's registrations and the issuers; if the asker's differs, one was changed since
   * the sign-in.
   */
  readonly identities: number;
  /** Officers with a place on the roster, and queries that wait for a reviewer: kept counts, whatever their size. */
  readonly officers: number;
  readonly heldQueries: number;
}

export interface Facts {
  readonly halted: boolean;
  /** Log index of the newest revocation record that binds everybody, such as a halt's; 0 for none. */
  readonly haltEpoch: number;
  /** Facts by agency id; an id that is not in the registry has no entry. */
  readonly agencies: ReadonlyMap<number, AgencyFacts>;
  /** The database's time, ms, when the statement ran. */
  readonly now: number;
}

/** `OFFSET 0` keeps it apart: joined, all agencies' counts would be read for the few that are asked for. */
const COUNTS = 'SELECT c.officers, c.held_queries FROM agency_count c WHERE c.agency_id = a.id OFFSET 0';

/**
 * Returns SQL of the facts of the agencies whose ids are the parameter `ids`. sharing_state stands first: the
 * answer has a row even for no agency at all.
 */
export function factsSql(ids: string): string {
  return `SELECT s.halted, s.epoch AS halt_epoch, ${MS('clock_timestamp()')} AS now,
      ${AGENCY_COLUMNS}, ${GRANT_COLUMNS},
      coalesce(ai.version, 0) + (SELECT version FROM issuer_changes) AS identities,
      ac.officers, ac.held_queries
    FROM sharing_state s
    LEFT JOIN agency a ON a.id = ANY (${ids}::bigint[])
    LEFT JOIN agency_identities ai ON ai.agency_id = a.id
    LEFT JOIN LATERAL (${COUNTS}) ac ON true
    ${GRANT_IN_POINT}`;
}

const FACTS = factsSql('$1');

/**
 * Reads agencies by id, each with its relevant grant, and whether sharing is halted. INVARIANT (P2): the
 * caller holds the halt and agency locks, taken by earlier statements. Sends one statement at once, so that
 * it may be pipelined behind them.
 * @throws Error if the registry has no sharing state.
 */
export async function readFacts(client: StatementClient, agencyIds: readonly number[]): Promise<Facts> {
  const { rows } = await client.query({ name: 'facts', text: FACTS, values: [[...new Set(agencyIds)]] });
  return factsOf(rows);
}

/** Facts from the rows of `factsSql`. @throws Error if the registry has no sharing state, or an agency no counts. */
export function factsOf(rows: readonly AgencyRow[]): Facts {
  const first = rows[0];
  if (first === undefined) throw new Error('the registry has no sharing state');
  const agencies = new Map<number, AgencyFacts>();
  for (const row of rows) {
    if (row.id === null) continue;
    if (row.officers === null) throw new Error(`agency \`${row.id}\` has no counts: run \`migrate\``);
    agencies.set(row.id as number, {
      agency: toAgency(row),
      grant: toGrantInPoint(row),
      identities: row.identities as number,
      officers: row.officers as number,
      heldQueries: row.held_queries as number,
    });
  }
  return {
    halted: first.halted as boolean,
    haltEpoch: first.halt_epoch as number,
    agencies,
    now: first.now as number,
  };
}
