/** The administrators' routes on a real server, called by the persons of a test registry. */
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Request } from 'express';
import { agencyRoutes } from '../../gateway/agencies/handle-agencies.ts';
import { createApp } from '../../gateway/app.ts';
import { createPlateKeys } from '../../gateway/audit/plate-hmac.ts';
import { auditRoutes } from '../../gateway/audit-search/handle-audit.ts';
import { GatewayError } from '../../gateway/errors.ts';
import { grantRoutes } from '../../gateway/grants/handle-grants.ts';
import { sharingRoutes } from '../../gateway/sharing/handle-sharing.ts';
import { subjectRoutes } from '../../gateway/subjects/handle-subjects.ts';
import type { Subject } from '../../sharing-rules/terms.ts';
import { createTestRegistry, type TestRegistry } from './test-registry.ts';

export const plateKeys = createPlateKeys(Buffer.alloc(32, 7));

export interface TestAnswer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  // biome-ignore lint/suspicious/noExplicitAny: answers of many shapes, checked by the tests themselves
  readonly body: any;
}

export interface Administration extends TestRegistry {
  readonly url: string;
  /** @param who name of a client, e.g. `admin-1`; null: without a token */
  call(
    who: string | null,
    method: string,
    path: string,
    body?: unknown,
    headers?: Record<string, string>,
  ): Promise<TestAnswer>;
}

export async function startAdministration(): Promise<Administration> {
  const registry = await createTestRegistry();
  const deps = { ...registry, plateKeys, signIn: signIn(registry) };
  const app = createApp({
    trustedProxies: 0,
    log: { error: (fields, message) => process.stderr.write(`${message} ${JSON.stringify(fields)}\n`) },
    publicRoutes: [],
    apiRoutes: [
      agencyRoutes(deps),
      grantRoutes(deps),
      sharingRoutes(deps),
      subjectRoutes(deps),
      auditRoutes(deps),
    ],
  });
  const server = createServer(app).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    ...registry,
    url,
    async call(who, method, path, body, headers = {}) {
      const response = await fetch(`${url}${path}`, {
        method,
        headers: {
          ...(who === null ? {} : { Authorization: `Bearer ${who}` }),
          ...(body === undefined ? {} : { 'Content-Type': 'application/json' }),
          ...headers,
        },
        ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
      });
      const text = await response.text();
      const isJson = response.headers.get('Content-Type')?.includes('json') && !text.includes('\n');
      return {
        status: response.status,
        headers: response.headers,
        text,
        body: isJson ? JSON.parse(text) : null,
      };
    },
    async close() {
      server.closeAllConnections();
      server.close();
      await registry.close();
    },
  };
}

function signIn({ persons, pool, owner }: TestRegistry) {
  return async (request: Request): Promise<Subject> => {
    const name = request.get('Authorization')?.replace('Bearer ', '') ?? '';
    const { rows } = await pool.query('SELECT id, agency_id, roles FROM person WHERE id = $1', [
      persons[name] ?? null,
    ]);
    if (rows[0] === undefined) throw new GatewayError('invalid_token', 'no such client');
    return {
      kind: 'system',
      issuer: 'https://issuer.example',
      clientId: name,
      agencyId: rows[0].agency_id,
      ori: owner,
      personId: rows[0].id,
      roles: rows[0].roles,
      mfa: false,
      authenticatedAt: null,
      senderConstrained: true,
    };
  };
}
