/** Finds the refused queries of which a held query may be a rewording, for its reviewer. */
import { rewordsTarget } from '../../../sharing-rules/rewords-target.ts';
import { REFUSED_WORDS, refusesWords } from '../../../sharing-rules/rules/purpose/reworded.ts';
import type { DecisionInput, Reason } from '../../../sharing-rules/terms/decision.ts';
import type { Query } from '../../../sharing-rules/terms/query.ts';
import type { Queryable } from '../../database/queryable.ts';
import { DETAILS_OF, onDays, utcDayOf } from '../../projections/search-store.ts';
import type { Review } from './reviews-store.ts';

/** A refusal, with the query that was made. */
export interface RefusedWords {
  readonly index: number;
  readonly at: Date;
  readonly officerId: string | null;
  readonly query: Query;
}

/** Number of the agency's newest refusals that are searched. */
const LOOKED_THROUGH = 200;
/** Number of refusals that a reviewer is shown. */
const SHOWN = 5;

const REFUSED = `
  SELECT d.index, d.at, d.officer_id AS "officerId", t.owner_detail AS owner, t.asker_detail AS asker
  FROM audit_search d JOIN ${DETAILS_OF}
  WHERE ${onDays(`BETWEEN ${utcDayOf('$3')} - 1 AND ${utcDayOf('$3')}`)}
    AND d.effect = 'deny' AND d.kind <> 'dry_run' AND d.agency_id = $1 AND d.index < $2
    AND d.at > $3::timestamptz - interval '24 hours'
    AND d.reason_codes && $4
  ORDER BY d.index DESC LIMIT ${LOOKED_THROUGH}`;

/** Finds them, newest first, while their details are kept. */
export async function findRefusedBefore(
  db: Queryable,
  { agencyId, index, query, since }: Pick<Review, 'agencyId' | 'index' | 'query' | 'since'>,
): Promise<readonly RefusedWords[]> {
  const { rows } = await db.query(REFUSED, [agencyId, index, since, REFUSED_WORDS]);
  return rows
    .flatMap((row): RefusedWords[] => {
      const { input } = JSON.parse(row.owner) as { readonly input: DecisionInput };
      const { reasons } = JSON.parse(row.asker) as { readonly reasons: readonly Reason[] };
      if (!refusesWords(reasons) || !rewordsTarget(query, input.query)) return [];
      return [{ index: Number(row.index), at: row.at, officerId: row.officerId, query: input.query }];
    })
    .slice(0, SHOWN);
}
