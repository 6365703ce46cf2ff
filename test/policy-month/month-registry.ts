/** The registry of the simulated month: the owner, partners of every eligible class, and those who may not ask. */
import type pg from 'pg';
import { PURPOSES } from '../../sharing-rules/terms/purposes.ts';
import { DAY, type Officer } from './asked.ts';
import type { Cast } from './planter.ts';

const OWNER = 'CO0010300';
const CLASSES = ['municipal', 'sheriff', 'town_marshal', 'state', 'campus_public'] as const;
const BARRED = {
  federal: ['COFBIDN00', 'federal'],
  tribal: ['CO0340200', 'tribal'],
  private_campus: ['CO0160100', 'campus_private'],
  task_force: ['CO0038100', 'task_force'],
  fusion: ['CO0990100', 'fusion'],
} as const;
const REVOKED = 'CO0990200';

export interface MonthRegistry {
  readonly cast: Cast;
  /** Agency ids by ORI. */
  readonly ids: ReadonlyMap<string, number>;
}

interface RegistrySize {
  readonly agencies: number;
  readonly officers: number;
  /** The first moment and the last at which anybody asks, ms since the epoch. */
  readonly begins: number;
  readonly ends: number;
}

/** Papers are signed shortly before: a certification is good for a year. @param pool as the schema's owner */
export async function createMonthRegistry(
  pool: pg.Pool,
  { agencies, begins, ends, officers }: RegistrySize,
): Promise<MonthRegistry> {
  const { rows: issuers } = await pool.query(
    `INSERT INTO identity_issuer (issuer, jwks_uri, asserts_roles) VALUES ('http://issuer.test', 'http://issuer.test/jwks', true) RETURNING id`,
  );
  const ids = new Map<string, number>();
  const add = async (ori: string, agencyClass: string, roster: number) => {
    const { rows } = await pool.query(
      `INSERT INTO agency (ori, name, class, state, bound_by_article_74, has_287g, federal_members, is_owner, status, roster,
         agreement_reference, agreement_signed_on, agreement_article_74, agreement_officer_mfa, certification_signer, certification_signed_on)
       VALUES ($1, $1, $2, 'CO', true, false, false, $3, 'active', $4, 'MOU-1', $5, true, true, 'A Signer', $5) RETURNING id`,
      [ori, agencyClass, ori === OWNER, roster, new Date(begins - DAY)],
    );
    await pool.query('INSERT INTO agency_ori (ori, agency_id) VALUES ($1, $2)', [ori, rows[0].id]);
    ids.set(ori, rows[0].id);
  };
  await add(OWNER, 'municipal', 0);
  const partners = Array.from({ length: agencies }, (_, i) => `CO08${String(i + 1).padStart(2, '0')}100`);
  const each = officers / agencies;
  for (const [i, ori] of partners.entries()) await add(ori, CLASSES[i % CLASSES.length] as string, each);
  for (const [ori, agencyClass] of Object.values(BARRED)) await add(ori, agencyClass, 10);
  await add(REVOKED, 'municipal', 10);
  const persons = await pool.query(
    `INSERT INTO person (issuer_id, subject, name, agency_id, ori, roles, employee_id)
     VALUES ($1, 'admin-1', 'Admin One', $2, $3, '{sharing_admin}', 'E-1'), ($1, 'admin-2', 'Admin Two', $2, $3, '{sharing_admin}', 'E-2'),
            ($1, 'chief', 'Chief', $2, $3, '{chief}', 'E-3') RETURNING id`,
    [issuers[0].id, ids.get(OWNER), OWNER],
  );
  const [one, two] = persons.rows.map((row) => row.id as string);
  const purposes = PURPOSES.filter(({ answer }) => answer === 'approved').map(({ code }) => code);
  for (const ori of [...partners, REVOKED]) {
    const revoked = ori === REVOKED;
    await pool.query(
      `INSERT INTO sharing_grant (agency_id, purposes, data_classes, look_back_days, daily_records, valid_from, valid_until,
         agreement_reference, agreement_signed_on, agreement_article_74, agreement_officer_mfa, certification_signer,
         certification_signed_on, status, proposed_by, proposed_at, approved_by, approved_at, ended_at)
       VALUES ($1, $2, '{reads}', 30, 5000, $3, $4, 'MOU-1', $9, true, true, 'A Signer', $9, $5, $6, $3, $7, $3, $8)`,
      [
        ids.get(ori),
        purposes,
        new Date(begins - DAY),
        new Date(ends + DAY),
        revoked ? 'revoked' : 'active',
        one,
        two,
        revoked ? new Date(begins) : null,
        new Date(begins - DAY),
      ],
    );
  }
  const roster: Officer[] = partners.flatMap((agency) =>
    Array.from({ length: each }, (_, i) => ({ agency, id: `officer-${i + 1}` })),
  );
  const barred = Object.fromEntries(Object.entries(BARRED).map(([what, [ori]]) => [what, ori]));
  return { cast: { officers: roster, barred, revoked: REVOKED }, ids };
}
