/** Draws what a monthly audit reads again: releases of the month, and more of those that stated an incident without words. */
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

/** Releases in the sample beside those without words; the same month gives the same sample, so that it can be drawn again. */
const SAMPLE = 50;

export interface DrawnSample {
  readonly releases: readonly DrawnRelease[];
  /** Counts those of the month; the next, how many of them were drawn for that. */
  readonly withoutWords: number;
  readonly withoutWordsDrawn: number;
}

export async function drawSample(db: Queryable, month: Month, now: Date): Promise<DrawnSample> {
  const ordinary = await drawReleases(db, month, SAMPLE);
  const drawn = await drawOfIncidents(db, month, now);
  const indices = new Set(ordinary.map(({ index }) => index));
  return {
    releases: [...ordinary, ...drawn.filter(({ index }) => !indices.has(index))],
    withoutWords: await countWithoutWords(db, month),
    withoutWordsDrawn: drawn.length,
  };
}

/**
 * Drawn by the root of the log at the end of the month, which nobody knew while they asked; empty before that. The log's
 * minutes only grow, so that the root is that of the month's last commit.
 */
export async function drawOfIncidents(
  db: Queryable,
  month: Month,
  now: Date,
): Promise<readonly DrawnRelease[]> {
  if (month.to > now) return [];
  const last = await findLastIndex(db, month);
  const root = last === null ? null : await findRootAt(db, last + 1);
  if (root === null) return [];
  return drawWithoutWords(db, month, root, drawnOf(await countWithoutWords(db, month)));
}
