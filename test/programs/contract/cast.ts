/** Who asks in the suite: each of the roles that there are, and nobody. */
import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Operation } from '../../../gateway/http/routes/route.ts';
import type { Role } from '../../../sharing-rules/terms/asker.ts';
import { rolesFor } from '../../../sharing-rules/terms/roles.ts';
import { type Asker, createProofKey } from '../../setup/asker.ts';
import type { RunningDemo } from '../../setup/demo/running-demo.ts';
import { signInAtDemo } from '../../setup/demo/sign-in-at-demo.ts';
import { makeJws, seconds } from '../../setup/mint.ts';

export interface Player {
  readonly name: string;
  /** Null: a partner's. */
  readonly role: Role | null;
  readonly asker: Asker;
}

const STAFF: readonly (readonly [string, Role])[] = [
  ['admin-1', 'sharing_admin'],
  ['admin-2', 'sharing_admin'],
  ['reviewer', 'reviewer'],
  ['auditor', 'auditor'],
  ['chief', 'chief'],
  ['clerk', 'records_clerk'],
  ['counsel', 'process_clerk'],
];
export const PARTNER = 'adams';
export const OFFICER = 'adams-officer';

export async function signInCast(demo: RunningDemo): Promise<readonly Player[]> {
  const staff = STAFF.map(async ([name, role]) => ({
    name,
    role,
    asker: await signInAtDemo(demo.file, name),
  }));
  return Promise.all([
    { name: PARTNER, role: null, asker: await signInAtDemo(demo.file, PARTNER) },
    { name: OFFICER, role: null, asker: officerOf(demo) },
    ...staff,
  ]);
}

/** A partner's officer who has signed in with a second factor; the token is signed with the demo issuer's own key. */
function officerOf({ dataDir, file }: RunningDemo): Asker {
  const issuerKey = JSON.parse(readFileSync(join(dataDir, 'demo-issuer-key.json'), 'utf8'));
  const client = file.clients.find(({ name }) => name === PARTNER);
  const key = createProofKey();
  const now = seconds();
  const claims = {
    ...{ iss: file.issuer, sub: OFFICER, client_id: client?.clientId, aud: file.resource, jti: randomUUID() },
    ...{ iat: now, exp: now + 3_600, auth_time: now, amr: ['pwd', 'otp', 'mfa'] },
    ...{ scope: 'alpr.query', ori: client?.ori, cnf: { jkt: key.thumbprint } },
  };
  const token = makeJws({ typ: 'at+jwt', alg: 'ES256', kid: issuerKey.kid }, claims, issuerKey);
  const proof = (method: string, path: string) => key.prove(method, file.gateway + path, token);
  return { ori: client?.ori as string, token, proof };
}

/** Whether the document says that this player may ask. */
export function mayAsk({ action, scope }: Operation, { role }: Player): boolean {
  if (role === null) return scope !== 'alpr.admin';
  return (
    scope !== 'alpr.query' &&
    scope !== 'query_or_ask' &&
    (action === undefined || rolesFor(action).includes(role))
  );
}
