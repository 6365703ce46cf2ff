/**
 * Keeps what the search for misuse needs of each query, for as long as the longest pattern lasts, and finds
 * the earlier activity that may form a pattern with new activity, never more than the rules need.
 */
import { type Sighting, thresholdOf } from '../../../sharing-rules/anomalies.ts';
import { DAY } from '../../../sharing-rules/terms/retention.ts';
import { countChanged, findRows, type Queryable } from '../../database/queryable.ts';

/** Activity with officer, plate and case number as keyed hashes in hexadecimal. */
export type KeptActivity = Omit<Sighting, 'agency'>;

const bytes = (hex: string | null) => (hex === null ? null : Buffer.from(hex, 'hex'));

/** Stores the activity; storing it twice does no harm. */
export async function keepActivity(
  db: Queryable,
  agencyId: number,
  activity: readonly KeptActivity[],
): Promise<void> {
  await db.query(
    `INSERT INTO query_activity (agency_id, index, at, officer, client_id, effect, purpose, plate, case_number, signs,
       dry_run, stated)
     SELECT $1, q.index, q.at, q.officer, q.client_id, q.effect, q.purpose, q.plate, q.case_number,
       CASE WHEN q.signs = '' THEN '{}' ELSE string_to_array(q.signs, ',') END,
       q.dry_run, q.stated
     FROM unnest($2::bigint[], $3::timestamptz[], $4::bytea[], $5::text[], $6::text[], $7::text[], $8::bytea[],
       $9::bytea[], $10::text[], $11::boolean[], $12::bytea[])
       AS q (index, at, officer, client_id, effect, purpose, plate, case_number, signs, dry_run, stated)
     ON CONFLICT DO NOTHING`,
    [
      agencyId,
      activity.map(({ index }) => index),
      activity.map(({ at }) => new Date(at)),
      activity.map(({ officer }) => bytes(officer)),
      activity.map(({ clientId }) => clientId),
      activity.map(({ effect }) => effect),
      activity.map(({ purpose }) => purpose),
      activity.map(({ plate }) => bytes(plate)),
      activity.map(({ caseNumber }) => bytes(caseNumber)),
      activity.map(({ signs }) => signs.join(',')),
      activity.map(({ isDryRun = false }) => isDryRun),
      activity.map(({ stated = null }) => bytes(stated)),
    ],
  );
}

/** `$2` is the log index at which new activity begins. Each part finds earlier rows by index and officer. */
const RELATED = `
  SELECT a.index, (extract(epoch FROM a.at) * 1000)::bigint AS at, encode(a.officer, 'hex') AS officer,
    a.client_id AS "clientId", a.effect, a.purpose, encode(a.plate, 'hex') AS plate,
    encode(a.case_number, 'hex') AS "caseNumber", a.signs,
    a.dry_run AS "isDryRun", encode(a.stated, 'hex') AS stated
  FROM query_activity a JOIN (
    -- Of each officer and sign the newest, as many as the pattern still lacks.
    SELECT r.index, r.officer FROM unnest($3::bytea[], $4::text[], $5::integer[], $6::timestamptz[])
      AS q (officer, sign, lacks, since)
    CROSS JOIN LATERAL (SELECT a.index, a.officer FROM query_activity a
      WHERE a.agency_id = $1 AND a.officer = q.officer AND a.at > q.since AND a.index < $2 AND q.sign = ANY (a.signs)
      ORDER BY a.at DESC LIMIT q.lacks) r
    UNION
    -- Through another client, shortly before.
    SELECT r.index, r.officer FROM unnest($7::bytea[], $8::text[]) AS q (officer, client)
    CROSS JOIN LATERAL (SELECT a.index, a.officer FROM query_activity a
      WHERE a.agency_id = $1 AND a.officer = q.officer AND a.at > $9 AND a.index < $2 AND a.client_id <> q.client
        AND NOT (a.dry_run AND a.effect <> 'deny')
      ORDER BY a.at DESC LIMIT 1) r
    UNION
    -- The officer's for the plate: one for each day, purpose and case.
    SELECT r.index, q.officer FROM unnest($10::bytea[], $11::bytea[]) AS q (officer, plate)
    CROSS JOIN LATERAL (SELECT max(a.index) AS index FROM query_activity a
      WHERE a.agency_id = $1 AND a.plate = q.plate AND a.officer = q.officer AND a.at > $12 AND a.index < $2
        AND a.effect <> 'deny' AND NOT a.dry_run AND a.plate IS NOT NULL
      GROUP BY a.case_number, a.purpose, (a.at AT TIME ZONE 'UTC')::date) r
    UNION
    -- Of the case: the newest of each of as many plates as make the pattern.
    SELECT r.index, r.officer FROM unnest($13::bytea[]) AS q (case_number)
    CROSS JOIN LATERAL (SELECT n.index, n.officer FROM (
      SELECT DISTINCT ON (a.plate) a.index, a.officer FROM query_activity a
      WHERE a.agency_id = $1 AND a.case_number = q.case_number AND a.at > $14 AND a.index < $2
        AND a.effect <> 'deny' AND NOT a.dry_run AND a.plate IS NOT NULL AND a.case_number IS NOT NULL
      ORDER BY a.plate, a.index DESC) n ORDER BY n.index DESC LIMIT $15) r
    UNION
    -- Before a release: the plate refused as prohibited to another officer under another case.
    SELECT r.index, r.officer FROM unnest($16::bytea[], $17::bytea[], $18::bytea[]) AS q (officer, plate, case_number)
    CROSS JOIN LATERAL (SELECT a.index, a.officer FROM query_activity a
      WHERE a.agency_id = $1 AND a.plate = q.plate AND a.at > $19 AND a.index < $2
        AND a.plate IS NOT NULL AND a.signs && '{prohibited_use,prohibited_words}'
        AND a.officer <> q.officer AND a.case_number IS DISTINCT FROM q.case_number
      ORDER BY a.at DESC LIMIT 1) r
    UNION
    -- Of the plate: the newest of each of as many incidents as make the pattern.
    SELECT r.index, r.officer FROM unnest($20::bytea[]) AS q (plate)
    CROSS JOIN LATERAL (SELECT n.index, n.officer FROM (
      SELECT DISTINCT ON (a.stated) a.index, a.officer FROM query_activity a
      WHERE a.agency_id = $1 AND a.plate = q.plate AND a.at > $21 AND a.index < $2 AND a.stated IS NOT NULL
      ORDER BY a.stated, a.index DESC) n ORDER BY n.index DESC LIMIT $22) r
  ) r ON a.agency_id = $1 AND a.index = r.index AND a.officer = r.officer`;

/** Finds earlier activity of the agency that may form a pattern. @param fresh in the order of the log */
export async function findRelated(
  db: Queryable,
  agencyId: number,
  fresh: readonly KeptActivity[],
): Promise<KeptActivity[]> {
  const first = fresh[0];
  if (first === undefined) return [];
  const since = (days: number) => new Date(first.at - days * DAY);
  const asked = fresh.filter(
    ({ effect, isDryRun, plate }) => effect !== 'deny' && isDryRun !== true && plate !== null,
  );
  const stated = unique(
    fresh.filter((one) => (one.stated ?? null) !== null).map(({ plate }) => [plate] as const),
  ).filter(([of]) => of !== null);
  const fitted = thresholdOf('incident_fitted');
  const lacking = unique(
    fresh.flatMap(({ officer, signs }) => signs.map((sign) => [officer, sign] as const)),
  ).filter(([, sign]) => thresholdOf(sign).atLeast > 1);
  const through = unique(fresh.map(({ clientId, officer }) => [officer, clientId] as const));
  const plates = unique(asked.map(({ officer, plate }) => [officer, plate] as const));
  const cases = unique(asked.map(({ caseNumber }) => [caseNumber] as const)).filter(([of]) => of !== null);
  const released = unique(
    asked
      .filter(({ effect }) => effect === 'permit')
      .map(({ caseNumber, officer, plate }) => [officer, plate, caseNumber] as const),
  );
  const ofCase = thresholdOf('case_many_plates');
  const ofPlate = Math.max(thresholdOf('repeated_plate').days, thresholdOf('plate_two_purposes').days);
  return findRows<KeptActivity>(db, RELATED, [
    agencyId,
    first.index,
    lacking.map(([officer]) => bytes(officer)),
    lacking.map(([, sign]) => sign),
    lacking.map(([, sign]) => thresholdOf(sign).atLeast - 1),
    lacking.map(([, sign]) => since(thresholdOf(sign).days)),
    through.map(([officer]) => bytes(officer)),
    through.map(([, client]) => client),
    since(thresholdOf('shared_account').days),
    plates.map(([officer]) => bytes(officer)),
    plates.map(([, plate]) => bytes(plate)),
    since(ofPlate),
    cases.map(([of]) => bytes(of)),
    since(ofCase.days),
    ofCase.atLeast,
    released.map(([officer]) => bytes(officer)),
    released.map(([, plate]) => bytes(plate)),
    released.map(([, , of]) => bytes(of)),
    since(thresholdOf('refused_plate').days),
    stated.map(([plate]) => bytes(plate)),
    since(fitted.days),
    fitted.atLeast,
  ]);
}

function unique<T extends readonly (string | null)[]>(all: readonly T[]): T[] {
  return [...new Map(all.map((one) => [JSON.stringify(one), one])).values()];
}

/** Number of rows that one statement erases. */
const MOST_ERASED = 10_000;

/** Erases what is older than the longest pattern, up to a limit, and resolves to the number of rows. */
export const forgetActivity = (db: Queryable, before: Date) =>
  countChanged(
    db,
    `DELETE FROM query_activity WHERE ctid = ANY (ARRAY(SELECT ctid FROM query_activity WHERE at < $1 LIMIT ${MOST_ERASED}))`,
    [before],
  );
