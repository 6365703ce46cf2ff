/** Refused queries as who asked them may read them again: newest first, and nobody else's. */
import type { Subject } from '../../../sharing-rules/terms/asker.ts';
import type { DecisionInput, Reason } from '../../../sharing-rules/terms/decision.ts';
import type { Query } from '../../../sharing-rules/terms/query.ts';
import type { Queryable } from '../../database/queryable.ts';
import { DETAILS_OF, onDays } from '../../projections/search-store.ts';

export interface OwnRefusal {
  /** The index of its log entry. */
  readonly index: number;
  readonly at: Date;
  readonly query: Query;
  /** Reasons as they were logged: without the words of the query that they are about. */
  readonly reasons: readonly Reason[];
}

export interface OwnRefusalsPage {
  /** Index above which nothing is listed. */
  readonly before?: number;
  /** The one entry that is asked for. */
  readonly only?: number;
  readonly limit: number;
}

/** Days for which refusals are listed: as long as somebody may go on with the same case. */
export const KEPT_DAYS = 7;

type Asker = Pick<Subject, 'agencyId' | 'clientId' | 'issuer' | 'personId'>;

/** @param which narrows it to what an index has @param person of the asker */
const WAY = (which: string, person: string) => `(
  SELECT d.day, d.index FROM audit_search d JOIN ${DETAILS_OF}
  WHERE ${onDays(`>= ((statement_timestamp() - interval '${KEPT_DAYS} days') AT TIME ZONE 'UTC')::date`)}
    AND d.at >= statement_timestamp() - interval '${KEPT_DAYS} days'
    AND d.effect = 'deny' AND d.kind = 'refusal' AND d.agency_id = $1 AND ${which}
    AND t.owner_detail::json #>> '{input,subject,issuer}' = $2
    AND t.owner_detail::json #>> '{input,subject,clientId}' = $3
    AND t.owner_detail::json #>> '{input,subject,personId}' ${person}
    AND ($4::bigint IS NULL OR d.index < $4) AND ($5::bigint IS NULL OR d.index = $5)
  ORDER BY d.index DESC LIMIT $6)`;

const OWN = (...ways: readonly string[]) => `
  SELECT d.index, d.at, d.asker_detail AS asker, d.owner_detail AS owner
  FROM (${ways.join(' UNION ALL ')}) own JOIN audit_detail d ON d.day = own.day AND d.index = own.index
  ORDER BY d.index DESC LIMIT $6`;

const OF_SYSTEM = OWN(WAY('true', 'IS NULL'));
/** She may have been on no roster yet: what her agency was refused for enrolls nobody. */
const OF_PERSON = OWN(
  WAY('d.officer_id = (SELECT id FROM officer WHERE agency_id = $1 AND reference = $7)', '= $7'),
  WAY('d.officer_id IS NULL', '= $7'),
);

/** INVARIANT: whose a query is, is said here as in `read-back.ts`: by client, and of a person by that person. */
export async function findOwnRefusals(
  db: Queryable,
  { agencyId, clientId, issuer, personId }: Asker,
  { before, limit, only }: OwnRefusalsPage,
): Promise<OwnRefusal[]> {
  const values = [agencyId, issuer, clientId, before ?? null, only ?? null, limit];
  const { rows } =
    personId === null ? await db.query(OF_SYSTEM, values) : await db.query(OF_PERSON, [...values, personId]);
  return rows.map((row) => {
    const { input } = JSON.parse(row.owner) as { readonly input: DecisionInput };
    const { reasons } = JSON.parse(row.asker) as { readonly reasons: readonly Reason[] };
    return { index: Number(row.index), at: row.at, query: input.query, reasons };
  });
}
