/** Finds the notes that the other side has not taken, and those to be told once more. */
import type { AgreementWord } from '../../../sharing-rules/network/agreement-states.ts';
import { findRows, type Queryable } from '../../database/queryable.ts';

export interface DueNote {
  readonly agreementId: string;
  readonly word: AgreementWord;
  readonly note: string;
  readonly document: string;
  readonly ori: string;
  readonly agencyId: number;
  readonly clientId: string;
  readonly tries: number;
}

/** Takes them for half a minute, so that no two nodes tell the same; oldest first. */
export const takeDue = (db: Queryable) =>
  findRows<DueNote>(
    db,
    `UPDATE network_note n SET next_at = clock_timestamp() + interval '30 seconds', tries = n.tries + 1
     FROM network_agreement g JOIN agency a ON a.id = g.agency_id
     WHERE g.id = n.agreement_id AND (n.agreement_id, n.side, n.word) IN (
       SELECT d.agreement_id, d.side, d.word FROM network_note d
       WHERE d.side = 'ours' AND d.next_at <= clock_timestamp() ORDER BY d.next_at LIMIT 20 FOR NO KEY UPDATE SKIP LOCKED)
     RETURNING n.agreement_id AS "agreementId", n.word, n.note, n.tries, g.document, a.ori, g.agency_id AS "agencyId",
       coalesce(g.client_id, '') AS "clientId"`,
  );

/** An acceptance is told once more each hour while the agreement is not over; what ended it, once. */
export async function setTold(db: Queryable, { agreementId, word }: DueNote): Promise<void> {
  await db.query(
    `UPDATE network_note n SET told_at = coalesce(n.told_at, clock_timestamp()), tries = 0,
       next_at = CASE WHEN n.word = 'accept' AND g.status IN ('proposed', 'in_force') AND g.valid_until > clock_timestamp()
         THEN clock_timestamp() + interval '1 hour' ELSE 'infinity' END
     FROM network_agreement g WHERE g.id = n.agreement_id AND n.agreement_id = $1 AND n.side = 'ours' AND n.word = $2`,
    [agreementId, word],
  );
}

/** Waits longer each time, at most a minute: a gateway that is back is told soon. */
export async function putOff(db: Queryable, { agreementId, tries, word }: DueNote): Promise<void> {
  await db.query(
    `UPDATE network_note SET next_at = clock_timestamp() + least(2 ^ least($3, 10), 60) * interval '1 second'
     WHERE agreement_id = $1 AND side = 'ours' AND word = $2`,
    [agreementId, word, tries],
  );
}
