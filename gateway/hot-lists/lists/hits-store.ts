/** Stores hits. A hit is only a read that matches an entry, until a person has looked at it. */
import type { Subject } from '../../../sharing-rules/terms/asker.ts';
import type { Transaction } from '../../database/db-transaction.ts';
import { countChanged, findRow, findRows, type Queryable } from '../../database/queryable.ts';

/** A hit with what is needed to decide whether its agency may be told. */
export interface Hit {
  readonly id: string;
  readonly agencyId: number | null;
  readonly listId: string;
  readonly listName: string;
  readonly purpose: string | null;
  readonly position: number;
  readonly readId: string;
  readonly capturedAt: Date;
  readonly matchedAt: Date;
  /** The canonical JSON of the read. */
  readonly read: string;
  readonly verify: boolean;
  readonly ofVendor: boolean;
  readonly status: 'unconfirmed' | 'confirmed' | 'dismissed';
  /** The asker of its standing query, and the query; null for an imported list. */
  readonly subject: unknown;
  readonly query: unknown;
  /** The grant under which it was entered; null for an imported list. */
  readonly grantId: string | null;
  /** True if its standing query was withdrawn or ended by its grant or asker: only the owner is told. */
  readonly ended: boolean;
  /** Says how hits of this plate and entry are wrong; null if nobody said so. */
  readonly caution: Caution | null;
  /** The entry's words, which may name a kind of vehicle; null if it has left its list. */
  readonly listed: string | null;
}

export const WRONG = ['other_vehicle', 'entry_wrong', 'plate_misread'] as const;

/** The caution that each hit of a plate and entry carries until the entry changes. */
export interface Caution {
  readonly is: (typeof WRONG)[number];
  /** An officer's report, until a reviewer has found the same. */
  readonly status: 'reported_wrong' | 'wrong';
  readonly since: string;
  /** The entry of the log that tells of it. */
  readonly index: number;
}

/** True if who entered the standing query `s` may still sign in: client, issuer, and any person. */
export const ASKER_STANDS = `EXISTS (
    SELECT FROM client_registration c JOIN identity_issuer i ON i.id = c.issuer_id
    LEFT JOIN person p ON p.id = (s.subject ->> 'personId')::uuid
    WHERE i.issuer = s.subject ->> 'issuer' AND i.status = 'active' AND c.client_id = s.subject ->> 'clientId'
      AND c.agency_id = s.agency_id AND c.status = 'active'
      AND (s.subject ->> 'personId' IS NULL OR (p.agency_id = s.agency_id AND p.status = 'active')))`;

/** True unless it is of a standing query that is no longer in force. */
const STANDS = `(l.kind = 'imported' OR (g.id IS NOT NULL AND ${ASKER_STANDS}))`;

/** Selects what was said of the plate and entry of the hit `h`, whose entry `e` is on its list. */
export const SAID_OF_HIT = `w.list_id = h.list_id AND w.position = h.position AND w.plate = h.read::json ->> 'plate'
  AND w.status <> 'lifted' AND w.ended_at IS NULL AND e.position IS NOT NULL`;

/** Prefers a reviewer's finding to an officer's report. */
const CAUTION = `(SELECT json_build_object('is', w.said, 'status', w.status,
      'since', to_char(w.said_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"'), 'index', w.index)
    FROM wrong_hit w WHERE ${SAID_OF_HIT} ORDER BY w.status DESC, w.agency_id NULLS FIRST, w.index LIMIT 1)`;

// Policy 420.7: a standing query ends with its grant, and with who entered it. This leaves hits out only; whether the
// others may leave is decided under the locks: by the rules, and by the registrations' version.
const HIT = `SELECT h.id, h.agency_id AS "agencyId", h.list_id AS "listId", l.name AS "listName", l.purpose,
    h.position, h.read_id AS "readId", h.captured_at AS "capturedAt", h.matched_at AS "matchedAt", h.read, h.verify,
    h.of_vendor AS "ofVendor", h.status, s.subject, s.query,
    s.grant_id AS "grantId", NOT ${STANDS} AS ended, ${CAUTION} AS caution,
    concat_ws(' ', e.category, e.note) AS listed
  FROM hit h JOIN hot_list l ON l.id = h.list_id
  LEFT JOIN hot_list_entry e ON e.list_id = h.list_id AND e.position = h.position
  LEFT JOIN standing_query s ON s.list_id = h.list_id AND s.position = h.position
  LEFT JOIN sharing_grant g ON g.id = s.grant_id AND g.status = 'active' AND g.valid_until > clock_timestamp()`;

export const findHit = (db: Queryable, id: string) => findRow<Hit>(db, `${HIT} WHERE h.id = $1`, [id]);

export interface HitSearch {
  /** The earliest capture time, inclusive. */
  readonly since: Date;
  readonly limit: number;
  /** The id of the hit after which the page begins; for the owner's people alone. */
  readonly after?: string | undefined;
  /** The positions of standing queries whose hits are not looked for. */
  readonly leftOut?: readonly number[];
}

/** The matched entry as the owner sees it; all null if it has left its list since. */
export interface HitEntry {
  readonly kind: string | null;
  readonly category: string | null;
  readonly reference: string | null;
  readonly originator: string | null;
  readonly note: string | null;
}

export interface ExplainedHit extends Hit {
  /** The main ORI of the agency that is told. */
  readonly agency: string | null;
  readonly entry: HitEntry;
  /** The officers who reported that a hit of this plate and entry is wrong. */
  readonly reports: readonly WrongReport[] | null;
}

/** An officer's report, with how many that officer made in the last 30 days. */
export interface WrongReport {
  readonly agency: string;
  readonly officer: string;
  readonly is: Caution['is'];
  readonly note: string | null;
  readonly at: string;
  readonly inThirtyDays: number;
}

const REPORTS = `(SELECT json_agg(json_build_object('agency', a.ori, 'officer', w.officer, 'is', w.said, 'note', w.note,
      'at', to_char(w.said_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"'), 'inThirtyDays',
      (SELECT count(*) FROM wrong_hit o WHERE o.agency_id = w.agency_id AND o.officer = w.officer
        AND o.said_at > clock_timestamp() - interval '30 days')) ORDER BY w.index)
    FROM hit h, wrong_hit w JOIN agency a ON a.id = w.agency_id WHERE h.id = f.id AND ${SAID_OF_HIT})`;

/** The capture time of the previous page's last hit. */
const LAST = '(SELECT captured_at FROM hit WHERE id = $3)';

const explained = (found: string) => `
  SELECT f.*, a.ori AS agency, json_build_object('kind', e.kind, 'category', e.category, 'reference', e.reference,
    'originator', e.originator, 'note', e.note) AS entry, ${REPORTS} AS reports
  FROM (${HIT} WHERE ${found}) f
  LEFT JOIN agency a ON a.id = f."agencyId"
  LEFT JOIN hot_list_entry e ON e.list_id = f."listId" AND e.position = f.position
  ORDER BY f."capturedAt" DESC, f.id`;

const PAGE = explained(`h.captured_at >= $1 AND ($3::uuid IS NULL OR h.captured_at <= ${LAST}
    AND (h.captured_at < ${LAST} OR h.id > $3))
  ORDER BY h.captured_at DESC, h.id LIMIT $2`);
const ONE = explained('h.id = $1');

/** Finds all hits with why they are looked for, for the owner; newest first. */
export const findAllHits = (db: Queryable, { after, since, limit }: HitSearch) =>
  findRows<ExplainedHit>(db, PAGE, [since, limit, after ?? null]);

/** Finds one hit as `findAllHits` does. */
export const findExplainedHit = (db: Queryable, id: string) => findRow<ExplainedHit>(db, ONE, [id]);

/**
 * Finds a partner's hits, newest first, but those whose query was withdrawn, or ended with its grant or
 * asker. Those that a person entered are for that person and the agency's systems, never for another person.
 */
export const findHitsOf = (
  db: Queryable,
  { agencyId, kind, personId }: Pick<Subject, 'agencyId' | 'kind' | 'personId'>,
  { since, limit, leftOut = [] }: HitSearch,
) =>
  findRows<Hit>(
    db,
    `${HIT} WHERE h.agency_id = $1 AND h.captured_at >= $2 AND ${STANDS}
       AND (s.id IS NULL OR s.position <> ALL ($6::bigint[]))
       AND ($4::boolean OR s.id IS NULL OR s.subject ->> 'kind' = 'system' OR s.subject ->> 'personId' = $5)
     ORDER BY h.captured_at DESC, h.id LIMIT $3`,
    [agencyId, since, limit, kind === 'system', personId, leftOut],
  );

/** Finds a hit that the asker may be told of, as `findHitsOf` does. */
export const findHitOf = (
  db: Queryable,
  { agencyId, kind, personId }: Pick<Subject, 'agencyId' | 'kind' | 'personId'>,
  id: string,
) =>
  findRow<Hit>(
    db,
    `${HIT} WHERE h.id = $1 AND h.agency_id = $2 AND ${STANDS}
       AND ($3::boolean OR s.id IS NULL OR s.subject ->> 'kind' = 'system' OR s.subject ->> 'personId' = $4)`,
    [id, agencyId, kind === 'system', personId],
  );

/**
 * Records a person's look at it. Resolves to null if the hit is not there, or was decided before.
 * @param before the states from which it is decided: one that was confirmed may turn out to be wrong
 */
export async function decideHit(
  trx: Transaction,
  id: string,
  status: 'confirmed' | 'dismissed',
  personId: string,
  before: readonly Hit['status'][] = ['unconfirmed'],
): Promise<Hit | null> {
  const { rowCount } = await trx.query(
    `UPDATE hit SET status = $2, decided_by = $3, decided_at = clock_timestamp()
     WHERE id = $1 AND status = ANY ($4::text[])`,
    [id, status, personId, before],
  );
  return rowCount === 0 ? null : findHit(trx, id);
}

type HitRead = Pick<Hit, 'id' | 'readId' | 'capturedAt' | 'ofVendor'>;

/** Finds the ids of all hits with the reads they rest on, by id, page by page. */
export const findHitReads = (db: Queryable, after: string | null, pageSize: number) =>
  findRows<HitRead>(
    db,
    `SELECT id, read_id AS "readId", captured_at AS "capturedAt", of_vendor AS "ofVendor" FROM hit
     WHERE $1::uuid IS NULL OR id > $1 ORDER BY id LIMIT $2`,
    [after, pageSize],
  );

/** Resolves to how many went. */
export async function deleteHits(db: Queryable, ids: readonly string[]): Promise<number> {
  if (ids.length === 0) return 0;
  const { rowCount } = await db.query('DELETE FROM hit WHERE id = ANY ($1::uuid[])', [ids]);
  return rowCount ?? 0;
}

/** Resolves to how many went. */
export const deleteHitsBefore = (db: Queryable, before: Date) =>
  countChanged(db, 'DELETE FROM hit WHERE captured_at < $1', [before]);
