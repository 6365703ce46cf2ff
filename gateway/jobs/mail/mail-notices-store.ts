/** Finds what persons are to be told of, and keeps which notice was made for whom, so that nobody is told twice. */
import { findRow, type Queryable } from '../../database/queryable.ts';
import { wakeJobs } from '../outbox-store.ts';
import type { NoticeKind } from './notice-words.ts';

/** Things that happen within these are told together: nobody gets more of a kind than six an hour. */
const TOGETHER = (at: string) => `to_char(date_bin('10 minutes', ${at}, 'epoch'), 'YYYY-MM-DD"T"HH24:MI')`;
const OF_DAY = (at: string) => `to_char(${at}, 'YYYY-MM-DD')`;
/** Leaves out older events: they were told before, or happened before mail was set up. */
const NEW = `clock_timestamp() - interval '1 day'`;
const HOLDERS = (role: string) => `JOIN person p ON p.roles @> ARRAY['${role}']`;

/** The person, the kind, and about what. A reviewer is not told of what a larger roster frees by itself. */
const DUE: Readonly<Record<NoticeKind, string>> = {
  decided: `SELECT (subject ->> 'personId')::uuid AS person, 'decided' AS kind, id::text AS about FROM held_query
    WHERE status IN ('approved', 'refused') AND decided_at > ${NEW} AND subject ->> 'personId' IS NOT NULL`,
  waits: `SELECT p.id, 'waits', ${TOGETHER('w.since')} FROM (
      SELECT held_at AS since FROM held_query WHERE status = 'held' AND held_at > ${NEW}
      UNION ALL SELECT released_at FROM exigent_release WHERE status = 'open' AND released_at > ${NEW}) w
    ${HOLDERS('reviewer')}`,
  approve: `SELECT p.id, 'approve', ${TOGETHER('o.proposed_at')} FROM (
      SELECT proposed_at, proposed_by FROM sharing_grant WHERE status = 'proposed' AND proposed_at > ${NEW}
      UNION ALL SELECT proposed_at, proposed_by FROM proposal WHERE approved_by IS NULL AND proposed_at > ${NEW}
      UNION ALL SELECT proposed_at, proposed_by FROM identity_proposal WHERE status = 'proposed' AND proposed_at > ${NEW}
      UNION ALL SELECT set_at, set_by FROM reads_source WHERE status = 'proposed' AND set_at > ${NEW}) o
    ${HOLDERS('sharing_admin')} AND p.id <> o.proposed_by`,
  ends: `SELECT p.id, 'ends', g.id::text FROM sharing_grant g ${HOLDERS('sharing_admin')}
    WHERE g.status = 'active' AND g.valid_until > clock_timestamp()
      AND g.valid_until < clock_timestamp() + interval '30 days'`,
  hit: `SELECT (s.subject ->> 'personId')::uuid, 'hit', ${TOGETHER('h.matched_at')} FROM hit h
    JOIN standing_query s ON s.list_id = h.list_id AND s.position = h.position
    JOIN sharing_grant g ON g.id = s.grant_id AND g.status = 'active' AND g.valid_until > clock_timestamp()
    WHERE h.captured_at > ${NEW} AND h.status = 'unconfirmed' AND s.subject ->> 'personId' IS NOT NULL`,
  overdue: `SELECT p.id, 'overdue', ${OF_DAY('m.due_at')} FROM misuse_report m
    ${HOLDERS('chief')} AND m.concerns IS DISTINCT FROM p.id
    WHERE m.state <> 'closed' AND m.due_at <= clock_timestamp() AND m.due_at > ${NEW}`,
  // By the alarm, not the due time: one that fell due while no node ran is told, too.
  duty_overdue: `SELECT p.id, 'duty_overdue', ${TOGETHER('d.alarmed_at')} FROM process_duty d
    JOIN person p ON p.roles && ARRAY['chief', 'process_clerk'] WHERE d.done_at IS NULL AND d.alarmed_at > ${NEW}`,
};

/** Persons with an address who may sign in. */
const TOLD = `person p JOIN identity_issuer i ON i.id = p.issuer_id AND i.status = 'active'
  JOIN mail_address a ON a.person_id = p.id WHERE p.status = 'active'`;

/** Makes the notices that are due, each with its job. Resolves to how many. */
export async function makeNotices(db: Queryable): Promise<number> {
  const { rowCount } = await db.query(
    `WITH due (person, kind, about) AS (${Object.values(DUE).join(' UNION ')}),
       made AS (
         INSERT INTO mail_notice (person_id, kind, about)
         SELECT DISTINCT d.person, d.kind, d.about FROM due d WHERE d.person IN (SELECT p.id FROM ${TOLD})
         ON CONFLICT DO NOTHING RETURNING id)
     INSERT INTO outbox (kind, target) SELECT 'mail_notice', id FROM made`,
  );
  const made = rowCount ?? 0;
  if (made > 0) await wakeJobs(db);
  return made;
}

export interface MailNotice {
  readonly kind: NoticeKind;
  readonly about: string;
  readonly email: string;
}

/** Returns null where its person may not sign in any more, or has no address. */
export const findNotice = (db: Queryable, id: string) =>
  findRow<MailNotice>(
    db,
    `SELECT n.kind, n.about, a.email FROM ${TOLD.replace(' WHERE', ' JOIN mail_notice n ON n.person_id = p.id WHERE')}
       AND n.id = $1`,
    [id],
  );
