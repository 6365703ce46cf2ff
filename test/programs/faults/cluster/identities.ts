/** Who plays in the harness: an issuer, two administrators, partners that share; tokens and proofs for all of them. */
import { randomUUID } from 'node:crypto';
import { createServer } from 'node:http';
import type pg from 'pg';
import { generateKeyPair } from '../../../../gateway/identity/jose/generate-key-pair.ts';
import { type Asker, createProofKey } from '../../../setup/asker.ts';
import { makeJws, seconds } from '../../../setup/mint.ts';

const OWNER = 'CO0010300';
const PARTNERS = ['CO0010000', 'CO0010100', 'CO0010200', 'CO0010400'] as const;
const ADMINISTRATORS = ['admin-1', 'admin-2'] as const;
/** Nothing is shared unless somebody oversees it. */
const STAFF = [...ADMINISTRATORS, 'chief'] as const;

export interface Cast {
  readonly issuer: string;
  readonly partners: readonly Asker[];
  readonly administrators: readonly [Asker, Asker];
  close(): Promise<void>;
}

/** @param resource the gateway's public address */
export async function createCast(resource: string): Promise<Cast> {
  const { privateJwk, publicJwk } = generateKeyPair();
  const server = createServer((_request, response) => {
    response.setHeader('Content-Type', 'application/json').end(JSON.stringify({ keys: [publicJwk] }));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const issuer = `http://127.0.0.1:${(server.address() as { port: number }).port}`;
  const asker = (name: string, ori: string, scope: string): Asker => {
    const key = createProofKey();
    const claims = {
      iss: issuer,
      sub: name,
      client_id: name,
      aud: resource,
      iat: seconds(),
      exp: seconds() + 86_400,
      jti: randomUUID(),
      scope,
      ori,
      cnf: { jkt: key.thumbprint },
    };
    const token = makeJws({ typ: 'at+jwt', alg: 'ES256', kid: publicJwk.kid }, claims, privateJwk);
    return { ori, token, proof: (method, path) => key.prove(method, resource + path, token) };
  };
  const [first, second] = ADMINISTRATORS.map((name) => asker(name, OWNER, 'alpr.admin'));
  return {
    issuer,
    partners: PARTNERS.map((ori) => asker(ori, ori, 'alpr.query')),
    administrators: [first as Asker, second as Asker],
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** The registry that the cast needs: agencies that may be granted, clients bound to them, three persons. */
export async function registerCast(pool: pg.Pool, { issuer }: Cast): Promise<void> {
  const { rows } = await pool.query(
    'INSERT INTO identity_issuer (issuer, jwks_uri, asserts_roles) VALUES ($1, $1, true) RETURNING id',
    [issuer],
  );
  for (const ori of [OWNER, ...PARTNERS]) {
    await pool.query(
      `WITH a AS (INSERT INTO agency (ori, name, class, state, bound_by_article_74, has_287g, federal_members, is_owner,
           status, roster)
         VALUES ($1, $1, 'municipal', 'CO', true, false, false, $2, 'active', 1000) RETURNING id),
       o AS (INSERT INTO agency_ori (ori, agency_id) SELECT $1, id FROM a RETURNING agency_id)
       SELECT FROM o`,
      [ori, ori === OWNER],
    );
  }
  for (const name of STAFF) {
    await pool.query(
      `INSERT INTO person (issuer_id, subject, name, agency_id, ori, roles, employee_id)
       SELECT $1, $2, $2, agency_id, ori, $4, $2 FROM agency_ori WHERE ori = $3`,
      [rows[0].id, name, OWNER, [name === 'chief' ? name : 'sharing_admin']],
    );
  }
  for (const [name, ori] of [...PARTNERS.map((ori) => [ori, ori]), ...STAFF.map((name) => [name, OWNER])]) {
    await pool.query(
      `INSERT INTO client_registration (issuer_id, client_id, agency_id, ori, person_id)
       SELECT $1, $2, agency_id, ori, (SELECT id FROM person WHERE issuer_id = $1 AND subject = $2)
       FROM agency_ori WHERE ori = $3`,
      [rows[0].id, name, ori],
    );
  }
}
