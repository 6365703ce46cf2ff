/** Finds the refused queries of which a held query may be a rewording, for its reviewer. */
import { rewordsTarget } from '../../../sharing-rules/rewords-target.ts';
import { REFUSED_WORDS, refusesWords } from '../../../sharing-rules/rules/purpose/reworded.ts';
import type { DecisionInput, Reason } from '../../../sharing-rules/terms/decision.ts';
import type { Query } from '../../../sharing-rules/terms/query.ts';
import type { Queryable } from '../../database/queryable.ts';
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
  SELECT index, at, officer_id AS "officerId", owner_detail AS owner, asker_detail AS asker FROM audit_detail
  WHERE day BETWEEN ($3::timestamptz - interval '24 hours')::date AND $3::timestamptz::date
    AND effect = 'deny' AND kind <> 'dry_run' AND agency_id = $1 AND index < $2
    AND at > $3::timestamptz - interval '24 hours'
    AND reason_codes && $4
  ORDER BY index DESC LIMIT ${LOOKED_THROUGH}`;

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
