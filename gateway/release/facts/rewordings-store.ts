/**
 * Finds whether other words came before, instead of those that were refused. Asked for only where words were
 * refused within a day, so that the queries of everybody else cost nothing more.
 */
import type { HistoryCodes } from './history-codes.ts';
import type { History } from './history-store.ts';
import type { CommitClient } from './standing-store.ts';

const REMEMBERED = `SELECT encode(code, 'hex') AS code FROM refused_wording
  WHERE code = ANY ($1::bytea[]) AND refused_at > clock_timestamp() - interval '24 hours'`;

/** Adds to the history what it remembers of rewordings. INVARIANT: read under the head lock, as the history is. */
export async function readRewordings(
  client: CommitClient,
  codes: readonly (HistoryCodes | null)[],
  history: History,
): Promise<void> {
  const asked = codes.flatMap((code) => {
    if (code === null || !history.refusedBefore(code)) return [];
    const { came, said } = code.rewording();
    return [came, said];
  });
  if (asked.length === 0) return;
  const { rows } = await client.query({ name: 'rewordings', text: REMEMBERED, values: [asked] });
  history.learn(rows.map(({ code }) => code as string));
}
