/** Tests of a sign-in over HTTP: of an issuer, or of a client at its issuer. No secret is used, and none is shown. */
import type pg from 'pg';
import { GatewayError } from '../../faults/errors.ts';
import { pathNumber } from '../../http/path-id.ts';
import { json, type Route } from '../../http/routes/route.ts';
import { admitted } from '../../sign-in/door.ts';
import type { SignInDeps } from '../../sign-in/require-administrator.ts';
import { validateNothing } from '../grants/grant.schema.ts';
import { findClient } from './clients-store.ts';
import { findKnownIssuer, findKnownIssuers, type KnownIssuer } from './issuers-store.ts';
import { testedSignIn } from './sign-in-test.schema.ts';
import type { TestSignIn } from './test-sign-in.ts';

export interface SignInTestDeps extends SignInDeps {
  readonly pool: pg.Pool;
  readonly testSignIn: TestSignIn;
}

const common = {
  method: 'post',
  action: 'test_sign_in',
  idempotent: false,
  body: validateNothing,
  bodyOptional: true,
  answers: { 200: json('What holds, and what to change.', testedSignIn) },
} as const;

const issuer = admitted(
  {
    ...{ ...common, path: '/v1/issuers/{id}/test', id: 'testIssuer' },
    summary: 'Ask an issuer what it publishes, and tell what a sign-in by it lacks.',
  },
  async ({ params }, { pool, testSignIn }: SignInTestDeps) => {
    const found = await findKnownIssuer(pool, pathNumber(params.id, 'issuer'));
    return testSignIn({ ...active(found), clientId: null });
  },
);

const client = admitted(
  {
    ...{ ...common, path: '/v1/clients/{id}/test', id: 'testClient' },
    summary: 'Ask a client’s issuer what it publishes, and tell what a sign-in by the client lacks.',
  },
  async ({ params }, { pool, testSignIn }: SignInTestDeps) => {
    const found = await findClient(pool, pathNumber(params.id, 'client'));
    if (found === null) throw new GatewayError('not_found', 'no client has this id');
    if (found.status !== 'active') {
      throw new GatewayError('conflict', 'this client may not sign in: test one that is active');
    }
    const issuers = await findKnownIssuers(pool, { status: 'active', limit: 10_000 });
    const own = issuers.find((one) => one.issuer === found.issuer) ?? null;
    return testSignIn({ ...active(own), clientId: found.clientId });
  },
);

export const SIGN_IN_TEST_ROUTES: readonly Route<SignInTestDeps>[] = [issuer, client];

function active(found: KnownIssuer | null): KnownIssuer {
  if (found === null) throw new GatewayError('not_found', 'no issuer has this id');
  if (found.status === 'active') return found;
  throw new GatewayError('conflict', 'this issuer was removed: nobody signs in by it');
}
