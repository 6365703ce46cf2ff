/** Selects held queries about a life in danger, of whatever agency: a part of statements that count them. */
import { LIFE_SAFETY_KINDS, LIFE_SAFETY_PURPOSES } from '../../../sharing-rules/life-safety.ts';

const listed = (codes: readonly string[]) => codes.map((code) => `'${code}'`).join(', ');

/** Matches a held query that is about one. */
export const IS_LIFE_SAFETY = `(query #>> '{purpose,code}' IN (${listed(LIFE_SAFETY_PURPOSES)})
  OR coalesce(query #>> '{purpose,incident,kind}', '') IN (${listed(LIFE_SAFETY_KINDS)}))`;

/** Rows of those that wait for a reviewer now. */
export const LIFE_SAFETY_HELD = `1 FROM held_query
  WHERE status = 'held' AND expires_at > statement_timestamp() AND ${IS_LIFE_SAFETY}`;
