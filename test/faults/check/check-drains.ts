/** Every mark has been made effective, once, and its entry says so. */
import type pg from 'pg';
import type { LogLine } from './read-log.ts';

export async function checkDrains(db: pg.Pool, lines: readonly LogLine[], from: number): Promise<string[]> {
  const { rows } = await db.query(
    `SELECT m.index AS mark, d.effective_at IS NOT NULL AS effective FROM mark m LEFT JOIN drain d ON d.mark = m.index
     WHERE m.index >= $1`,
    [from],
  );
  const open = rows
    .filter(({ effective }) => !effective)
    .map(({ mark }) => `mark ${mark} was never made effective`);
  const ends = lines.filter(({ index, kind }) => index >= from && kind === 'revocation_effective').length;
  const ended = rows.length - open.length;
  return ends === ended
    ? open
    : [...open, `${ended} marks were made effective, the log says so ${ends} times`];
}
