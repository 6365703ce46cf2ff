/** Draws releases for a monthly audit to read, and more of those that state an incident without words. */
import { drawnOf } from '../../../sharing-rules/records/sample-size.ts';
import { findRootAt } from '../../audit/log-store.ts';
import type { Queryable } from '../../database/queryable.ts';
import type { AuditGround } from './audit-answer.ts';
import {
  countWithoutWords,
  type DrawnRelease,
  drawReleases,
  drawWithoutWords,
  findLastIndex,
} from './sample-store.ts';

type Month = AuditGround['month'];

/** Number of ordinary releases; the same month gives the same ones, so that anyone can draw them again. */
const SAMPLE = 50;

export interface DrawnSample {
  readonly releases: readonly DrawnRelease[];
  /** Number of such releases in the month; the next member counts those of them in the sample. */
  readonly withoutWords: number;
  readonly withoutWordsDrawn: number;
}

export async function drawSample(db: Queryable, month: Month, now: Date): Promise<DrawnSample> {
  const ordinary = await drawReleases(db, month, SAMPLE);
  const withoutWords = await countWithoutWords(db, month);
  const drawn = withoutWords === 0 ? [] : await drawOfIncidents(db, month, now, withoutWords);
  const indices = new Set(ordinary.map(({ index }) => index));
  return {
    releases: [...ordinary, ...drawn.filter(({ index }) => !indices.has(index))],
    withoutWords,
    withoutWordsDrawn: drawn.length,
  };
}

/**
 * Draws by the log's root at the end of the month, which nobody knew while they asked; returns nothing before
 * that. The log's minutes only grow, so it is the root of the month's last commit.
 */
export async function drawOfIncidents(
  db: Queryable,
  month: Month,
  now: Date,
  withoutWords?: number,
): Promise<readonly DrawnRelease[]> {
  if (month.to > now) return [];
  const last = await findLastIndex(db, month);
  const root = last === null ? null : await findRootAt(db, last + 1);
  if (root === null) return [];
  return drawWithoutWords(db, month, root, drawnOf(withoutWords ?? (await countWithoutWords(db, month))));
}
