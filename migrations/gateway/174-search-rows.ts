/**
 * Makes the rows of the search inside the database, of entries that are as they were committed: their details need not
 * travel to a node. It says in SQL what the gateway's own `search-row.ts` says of any entry.
 */

/** Reads the entries from `first` to `next` with details of the days from `since` to `until`; leaves out any other. */
export const SEARCH_ROWS = `
  SELECT e.index, e.day, e.at, e.kind, e.outcome, o.agency_id,
    coalesce(e.asker ->> 'subjectId', e.owner ->> 'subjectId', s.by ->> 'officerId')::uuid,
    coalesce(e.asker ->> 'namedSubjectId', s.by ->> 'namedOfficerId')::uuid,
    coalesce(CASE WHEN e.outcome IS NOT NULL THEN e.asker #>> '{purpose,code}' END, s.by ->> 'purpose'),
    CASE WHEN e.outcome IS NULL OR e.asker -> 'reasons' = '[]' THEN '{}' ELSE ARRAY(
      SELECT r ->> 'code' FROM jsonb_array_elements(e.asker -> 'reasons') r WHERE r ->> 'code' IS NOT NULL) END,
    CASE WHEN length(s.by ->> 'plate') = 44 THEN decode(s.by ->> 'plate', 'base64') END,
    CASE WHEN jsonb_typeof(s.by -> 'releasedPlates') = 'array' THEN (
      SELECT array_agg(decode(code, 'base64')) FROM jsonb_array_elements_text(s.by -> 'releasedPlates') code
      WHERE length(code) = 44) END,
    CASE WHEN e.outcome IS NOT NULL AND e.kind <> 'dry_run' THEN e.asker ->> 'id' ELSE s.by ->> 'releaseId' END::uuid,
    CASE e.kind WHEN 'hit_notice' THEN e.owner #> '{input,usage,waits}' IS NOT DISTINCT FROM 'true'
      WHEN 'dry_run' THEN e.owner #> '{input,dataClass}' IS NOT DISTINCT FROM '"reads"'
      WHEN 'preservation_proposed' THEN e.owner -> 'input' IS NOT NULL
      ELSE e.is_answer AND e.owner ->> 'follows' IS NULL END,
    false
  FROM (
    SELECT c.*, c.said ->> 'agency' AS agency, c.said ->> 'effect' AS outcome, c.asker_detail::jsonb AS asker,
      -- Parses of an answer only what follows its whole input, which is most of it: canonical JSON has its members in
      -- order, and a quote within a text is escaped.
      CASE WHEN c.is_answer AND position(',"searchedBy":{'::bytea IN c.tail) > 0 THEN
        CASE WHEN starts_with(c.owner_detail, '{"follows":"') THEN '{"follows":"",' ELSE '{' END
          || convert_from(substr(c.tail, position(',"searchedBy":{'::bytea IN c.tail) + 1), 'UTF8')
        ELSE c.owner_detail END::jsonb AS owner
    FROM (
      SELECT k.*, k.kind IN ('release', 'refusal', 'review') AS is_answer,
        substr(k.owner_bytes, octet_length(k.owner_bytes) - 399) AS tail
      FROM (
        SELECT l.entry::jsonb AS said, convert_to(d.owner_detail, 'UTF8') AS owner_bytes, d.*
        FROM log_entry l JOIN audit_detail d ON d.index = l.index AND d.day BETWEEN since AND until
        WHERE l.index >= first AND l.index < next AND d.index >= first AND d.index < next
          AND l.leaf_hash = sha256('\\x00'::bytea || convert_to(l.entry, 'UTF8')) OFFSET 0) k
      WHERE k.kind = k.said ->> 'kind' AND k.day = (k.at AT TIME ZONE 'UTC')::date
        AND date_trunc('minute', k.at) = (k.said ->> 'minute')::timestamptz
        AND octet_length(k.asker_salt) = 32 AND octet_length(k.owner_salt) = 32
        AND encode(sha256(sha256(k.asker_salt || convert_to(k.asker_detail, 'UTF8'))
          || sha256(k.owner_salt || k.owner_bytes)), 'base64') = k.said ->> 'commitment' OFFSET 0) c
    -- Each OFFSET 0 keeps what is computed from being computed once for each use.
    OFFSET 0) e
  CROSS JOIN LATERAL (SELECT CASE WHEN e.outcome IS NOT NULL OR e.kind IN ('log_read', 'source_asked', 'fault') THEN
    coalesce(e.owner -> 'searchedBy', jsonb_build_object('officerId', e.officer_id, 'namedOfficerId', e.named_officer_id,
      'purpose', e.purpose, 'releaseId', e.release_id, 'plate', encode(e.plate_hmac, 'base64'),
      'releasedPlates', (SELECT jsonb_agg(encode(code, 'base64')) FROM unnest(e.released_plates) code))) END AS by OFFSET 0) s
  LEFT JOIN agency_ori o ON o.ori = e.agency`;
