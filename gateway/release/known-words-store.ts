/**
 * Words that were released upon before are no rewording of others that were refused. Asked for only where words were
 * refused within a day, so that an ordinary query pays nothing for it.
 */
import { DAY } from '../../sharing-rules/retention.ts';
import { canonicalJson } from '../audit/canonical-json.ts';
import { type PlateKeys, plateHmac } from '../audit/plate-hmac.ts';
import type { History, HistoryCodes } from './history-store.ts';
import type { PendingQuery } from './pending-query.ts';
import type { CommitClient } from './standing-store.ts';

/**
 * This is read under the head lock: a plate that is asked for all day must not hold up everybody. Nor may the reading of
 * each: as text it takes a tenth of what parsing takes, of which one partner could ask thousands in each commit.
 */
const MOST_READ = 200;

const KNOWN = `
  SELECT q.place FROM unnest($1::int[], $2::bytea[], $3::date[], $4::bigint[], $5::text[])
    AS q (place, plate_hmac, day, agency_id, words)
  WHERE EXISTS (
    SELECT FROM (
      SELECT owner_detail FROM audit_detail d
      WHERE d.day = q.day AND d.plate_hmac = q.plate_hmac AND d.agency_id = q.agency_id AND d.kind = 'release'
      LIMIT ${MOST_READ}
    ) r WHERE strpos(r.owner_detail, q.words) > 0)`;

/** As they stand in a detail, which is canonical: within any other text of it the quotation marks would be escaped. */
const asWritten = (words: string) => `"justification":${canonicalJson(words)}`;

export interface AskedWords {
  readonly batch: readonly PendingQuery[];
  /** In the order of the batch. */
  readonly codes: readonly (HistoryCodes | null)[];
  readonly history: History;
  readonly plateKeys: PlateKeys;
  /** The database's time. */
  readonly now: Date;
}

/** Places in the batch whose very words, for that plate, were released upon today or yesterday. */
export async function readKnownWords(
  client: CommitClient,
  { batch, codes, history, now, plateKeys }: AskedWords,
): Promise<ReadonlySet<number>> {
  const asked = batch.flatMap(({ findings, query, subject }, place) => {
    const code = codes[place] ?? null;
    const words = query.purpose.justification;
    if (code === null || words === undefined || query.plate === undefined) return [];
    if (!history.refusedBefore(code) || findings.some(({ effect }) => effect === 'deny')) return [];
    const { number } = query.plate;
    return [0, 1].map((back) => {
      const day = new Date(now.getTime() - back * DAY).toISOString().slice(0, 10);
      return {
        place,
        day,
        code: plateHmac(plateKeys(day), number),
        agencyId: subject.agencyId,
        words: asWritten(words),
      };
    });
  });
  if (asked.length === 0) return new Set();
  const { rows } = await client.query({
    name: 'known-words',
    text: KNOWN,
    values: [
      asked.map(({ place }) => place),
      asked.map(({ code }) => code),
      asked.map(({ day }) => day),
      asked.map(({ agencyId }) => agencyId),
      asked.map(({ words }) => words),
    ],
  });
  return new Set(rows.map(({ place }) => place as number));
}
