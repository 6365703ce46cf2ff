/** Enters an agency with a gateway of its own, and the agreement in force with it, as two administrators would have. */
import { createHash } from 'node:crypto';
import type pg from 'pg';
import { canonicalJson } from '../../../gateway/audit/canonical-json.ts';
import { OWNER } from './sharing-fixture.ts';

export interface InsertedPeer {
  readonly ori: string;
  readonly resource: string;
  readonly logKey: string;
  /** Default: the owner of the fixtures. */
  readonly owner?: string;
}

const GIVES = {
  ...{ purposes: ['stolen_vehicle'], dataClasses: ['reads'], lookBackDays: 30, dailyRecords: 1_000 },
  ...{ retentionDays: 30, officerMfa: true },
};

/** @returns the id of the agency */
export async function insertAgreement(
  ownerPool: pg.Pool,
  { logKey, ori, owner = OWNER, resource }: InsertedPeer,
): Promise<number> {
  const party = (of: string, at: string) => ({
    ori: of,
    name: `Police ${of}`,
    resource: at,
    issuer: at,
    logKey,
  });
  const document = canonicalJson({
    type: 'alpr-agreement/v1',
    parties: [party(owner, 'https://ours.test'), party(ori, resource)],
    gives: { [owner]: GIVES, [ori]: GIVES },
    article74: true,
    ...{ from: '2026-01-01T00:00:00Z', until: '2036-01-01T00:00:00Z' },
  });
  const id = `sha256:${createHash('sha256').update(document).digest('hex')}`;
  const client = await ownerPool.connect();
  try {
    // The steps to here are tested where agreements are.
    await client.query('ALTER TABLE network_agreement DISABLE TRIGGER USER');
    const { rows } = await client.query(
      `WITH known AS (SELECT agency_id FROM agency_ori WHERE ori = $1),
       added AS (INSERT INTO agency (ori, name, class, state, bound_by_article_74, has_287g, federal_members, status, roster)
         SELECT $1, 'Police ' || $1, 'municipal', 'CO', true, false, false, 'active', 1 WHERE NOT EXISTS (SELECT FROM known)
         RETURNING id, ori),
       named AS (INSERT INTO agency_ori (ori, agency_id) SELECT ori, id FROM added)
       SELECT agency_id AS id FROM known UNION ALL SELECT id FROM added`,
      [ori],
    );
    const agencyId = Number(rows[0].id);
    await client.query('INSERT INTO network_peer (ori, agency_id) VALUES ($1, $2)', [ori, agencyId]);
    await client.query(
      `INSERT INTO network_agreement (id, agency_id, document, valid_from, valid_until, status, set_by, set_at, approved_by, approved_at)
       SELECT $1, $2, $3, '2026-01-01', '2036-01-01', 'in_force', min(id::text)::uuid, now() - interval '90 days', max(id::text)::uuid,
         now() - interval '90 days' FROM person`,
      [id, agencyId, document],
    );
    return agencyId;
  } finally {
    await client.query('ALTER TABLE network_agreement ENABLE TRIGGER USER');
    client.release();
  }
}
