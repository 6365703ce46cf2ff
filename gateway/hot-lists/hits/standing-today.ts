/**
 * Reads standing queries by today's rules: which of them would be refused if they were entered now, and which of those
 * have ended with it. Words that were enough as a query was entered are enough until its end.
 */

import { decide } from '../../../sharing-rules/decide.ts';
import { findingsFor } from '../../../sharing-rules/narrative/contradiction.ts';
import { screenWords } from '../../../sharing-rules/narrative/screen.ts';
import { asEntered } from '../../../sharing-rules/standing-words.ts';
import type { Query } from '../../../sharing-rules/terms/query.ts';
import { publicReasons } from '../../../sharing-rules/terms/reasons.ts';
import { reasons } from '../../http/schemas/answers.ts';
import { flag, object, type TypeOf } from '../../http/schemas/shapes.ts';
import { inGoodStanding } from '../../query/good-standing.ts';
import type { EnteredQuery } from './standing-queries-store.ts';

export const today = object({
  /** Tells for which of today's rules it would be refused if it were entered now. */
  reasons,
  /** True where one of them ends it: nobody is told of a hit any more. */
  ends: flag,
});

/** Judges by all rules as if for an agency in good standing; rules on time are asked of the query's end. */
export function todayOf({ agencyClass, expiresAt, query }: EnteredQuery): TypeOf<typeof today> {
  const ends = expiresAt.getTime();
  const asked: Query = { ...query, from: ends - 1, to: ends, limit: 1 };
  const facts = { ...inGoodStanding(asked, agencyClass), dataClass: 'hits', query: asked } as const;
  const findings = findingsFor(screenWords(query), query.purpose.code, agencyClass);
  const atNotice = decide({ ...facts, findings: asEntered(findings) });
  return {
    reasons: publicReasons(decide({ ...facts, findings }).reasons),
    ends: atNotice.effect !== 'permit',
  };
}
