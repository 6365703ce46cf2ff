import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { NOTICES } from '../../../../gateway/hot-lists/notices.ts';
import { openApiDocument } from '../../../../gateway/http/openapi/document.ts';
import type { Route } from '../../../../gateway/http/routes/route.ts';
import { routerOf } from '../../../../gateway/http/routes/router-of.ts';
import { routesOf } from '../../../../gateway/http/routes/routes-of.ts';
import { OPERATIONS } from '../../../../gateway/node/routes/operations.ts';
import { heldDetail } from '../../../../gateway/query/answer.ts';
import { checkAnswer } from '../../../setup/check-answer.ts';
import { servedRoutes } from '../../../setup/served-routes.ts';

const document = JSON.parse(JSON.stringify(openApiDocument(OPERATIONS, NOTICES, 'https://gateway.example')));

const folder = join(import.meta.dirname, '../../../../gateway');
const files = readdirSync(folder, { recursive: true, encoding: 'utf8' });

/** The routes that there are, from the lists beside their handlers. */
const declared = new Set(
  (
    await Promise.all(
      files
        .filter((path) => path.endsWith('-routes.ts') && !path.endsWith('/administration-routes.ts'))
        .map((path) => import(join(folder, path)) as Promise<Record<string, unknown>>),
    )
  )
    .flatMap((exported) => Object.values(exported))
    .filter((one): one is Route<unknown>[] => Array.isArray(one))
    .flat(),
);

describe('the OpenAPI document', () => {
  test('describes every route that is declared, and no other', () => {
    expect(OPERATIONS.map(({ id }) => id).sort()).toEqual([...declared].map(({ id }) => id).sort());
  });

  test('has only schemas that can check a request: each is compiled for the first that it checks', () => {
    for (const { body, search } of OPERATIONS)
      for (const validate of [body, search]) expect(() => validate?.({})).not.toThrow();
  });

  test('names the paths that the router has', () => {
    const described = OPERATIONS.filter(({ mountedAt }) => mountedAt === undefined);
    expect(
      servedRoutes(
        routerOf(
          [...declared].filter(({ mountedAt }) => mountedAt === undefined),
          null,
        ),
      ).sort(),
    ).toEqual(
      described
        .flatMap((operation) => routesOf(operation).map((path) => `${operation.method} ${path}`))
        .sort(),
    );
  });

  test('writes no pattern that only some readers of JSON Schema know', () => {
    const patterns: string[] = [];
    JSON.stringify(document, (name, value) => {
      if (name === 'pattern' && typeof value === 'string') patterns.push(value);
      return value;
    });
    expect(patterns.length).toBeGreaterThan(5);
    expect(patterns.filter((pattern) => /\\p\{/i.test(pattern))).toEqual([]);
  });

  test('says of each answer that a page of anybody may read, a refusal too, that it may', () => {
    const public_ = Object.entries<
      Record<string, { responses: Record<string, { $ref?: string; headers: object }> }>
    >(document.paths).filter(([path]) => /^\/log\/|^\/v1\/receipts\//.test(path));
    expect(public_.length).toBeGreaterThan(3);
    for (const [path, { get }] of public_) {
      for (const [status, { $ref, headers }] of Object.entries(get?.responses ?? {})) {
        const kept =
          $ref === undefined ? headers : document.components.responses[$ref.split('/')[3] as string].headers;
        expect([path, status, Object.keys(kept)]).toEqual([
          ...[path, status],
          expect.arrayContaining(['Access-Control-Allow-Origin']),
        ]);
      }
    }
  });

  test('is all that there is of the API: nothing mounts a route of it that is not declared', () => {
    const mounting = files
      .filter((path) => path.endsWith('.ts'))
      .filter((path) =>
        /\.(?:get|post|put|patch|delete|all)\(\s*['`]\/v1\//.test(readFileSync(join(folder, path), 'utf8')),
      );
    expect(mounting).toEqual([]);
  });

  test('names each operation once, and says in which group it is and who may ask for it', () => {
    const ids = OPERATIONS.map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    const groups = document.tags.map(({ name }: { name: string }) => name);
    for (const { method, path, id, scope } of OPERATIONS) {
      const { operationId, tags, description } = document.paths[path][method];
      expect([operationId, groups.includes(tags[0])]).toEqual([id, true]);
      const anyone = path.startsWith('/v1/reads/') ? 'For a registered source' : 'For anyone';
      expect(description).toContain(scope === null ? anyone : 'with a token of the scope');
    }
  });

  test('names the roles of every operation that administrators ask for', () => {
    expect(document.paths['/v1/sharing/halt'].post.description).toContain('`sharing_admin` or `chief`');
  });

  test('has no two paths that a reader could take for one another', () => {
    // As a reader of templates matches them: a segment in braces is any word, the fewest of those win.
    const shape = (path: string) => path.split('/').map((part) => (part.startsWith('{') ? '{}' : part));
    const paths = [...new Set(OPERATIONS.map(({ path }) => path))];
    const alike = paths.flatMap((one, i) =>
      paths.slice(i + 1).filter((other) => {
        const [a, b] = [shape(one), shape(other)];
        const free = (parts: string[]) => parts.filter((part) => part === '{}').length;
        const fits = a.every((part, at) => part === '{}' || b[at] === '{}' || part === b[at]);
        return a.length === b.length && free(a) === free(b) && fits;
      }),
    );
    expect(alike).toEqual([]);
  });

  test('shows an example of every body that it takes, and of every problem', () => {
    for (const { method, path, body, scope } of OPERATIONS) {
      const { requestBody, responses } = document.paths[path][method];
      if (body !== undefined) expect(requestBody.content['application/json']).toHaveProperty('example');
      if (scope === null) continue;
      const [, , , name] = responses[403].$ref.split('/');
      expect(document.components.responses[name].content['application/problem+json'].example.reasons).toEqual(
        [{ code: 'grant_revoked', clause: expect.any(String) }],
      );
    }
  });

  test('shows answers whose receipts are written as the log writes them, each of the kind of its answer', () => {
    const { post } = document.paths['/v1/queries'];
    const shown = (status: number, { responses } = post) =>
      responses[status].content['application/json'].example;
    const held = shown(202);
    expect(held.detail).toBe(heldDetail(held.queryId, held.reasons));
    for (const [{ receipt, queryId, releaseId }, kind, effect] of [
      [shown(200), 'release', 'permit'],
      [held, 'review', 'review'],
      [shown(200, document.paths['/v1/decisions'].post), 'dry_run', 'permit'],
    ]) {
      const [entry, detail] = [JSON.parse(receipt.entry), JSON.parse(receipt.asker.detail)];
      expect(Object.keys(entry).join()).toBe('agency,commitment,effect,epoch,grant,kind,minute,v');
      expect(entry).toMatchObject({ kind, effect, minute: `${detail.at.slice(0, 16)}Z` });
      expect(detail).toMatchObject({ agency: entry.agency, kind, effect, reasons: expect.any(Array) });
      expect([undefined, detail.id]).toContain(queryId ?? releaseId);
    }
  });

  test('promises no status that cannot be: nobody without a token is refused, nobody without a body sends too much', () => {
    const statuses = (path: string, method: string) => Object.keys(document.paths[path][method].responses);
    expect(statuses('/v1/purposes', 'get')).toEqual(['200', '400', '429', '503']);
    expect(statuses('/v1/grants/{id}', 'get')).not.toContain('413');
    expect(statuses('/v1/agencies/{ori}', 'patch')).toContain('412');
    expect(statuses('/v1/grants/{id}/revoke', 'post')).not.toContain('412');
  });

  test('is OpenAPI 3.1, and each of its references leads somewhere', () => {
    expect(document.openapi).toMatch(/^3\.1\.\d$/);
    const references = [...JSON.stringify(document).matchAll(/"\$ref":"#\/components\/schemas\/([^"]+)"/g)];
    expect(references.length).toBeGreaterThan(50);
    for (const [, name] of references) expect(document.components.schemas).toHaveProperty(name as string);
    expect(JSON.stringify(document)).not.toContain('"$id"');
  });

  test('holds the very schemas that validate, unknown members refused', () => {
    const { Query } = document.components.schemas;
    expect(Query).toMatchObject({ additionalProperties: false, required: ['purpose', 'from', 'to'] });
    expect(document.paths['/v1/queries'].post.requestBody.content['application/json'].schema).toEqual({
      $ref: '#/components/schemas/Query',
    });
  });

  test('describes a body that is no JSON by its own media type', () => {
    const { content } = document.paths['/v1/network/signals'].post.requestBody;
    expect(Object.keys(content)).toEqual(['application/secevent+jwt']);
  });

  test('declares each parameter of each path', () => {
    for (const [path, methods] of Object.entries<Record<string, { parameters: { name: string }[] }>>(
      document.paths,
    )) {
      for (const { parameters } of Object.values(methods)) {
        for (const [, name] of path.matchAll(/\{(\w+)\}/g)) {
          expect(parameters.map((parameter) => parameter.name)).toContain(name);
        }
      }
    }
  });

  test.each([
    ['post', '/v1/queries'],
    ['get', '/v1/queries/{id}'],
    ['post', '/v1/queries/{id}/next'],
    ['post', '/v1/decisions'],
  ])('declares that %s %s is carried out once under its Idempotency-Key', (method, path) => {
    const { parameters } = document.paths[path][method];
    expect(parameters).toContainEqual(
      expect.objectContaining({
        name: 'Idempotency-Key',
        in: 'header',
        description: expect.stringContaining('first answer'),
      }),
    );
  });
});

/** As an answer of the API has them, and these. */
function headersWith(own: Readonly<Record<string, string>>): Headers {
  return new Headers({
    'Content-Type': 'application/json',
    'Cache-Control': 'no-store',
    'X-Content-Type-Options': 'nosniff',
    ...own,
  });
}

describe('the check of answers', () => {
  const good = {
    status: 200,
    headers: headersWith({ 'Content-Type': 'application/json; charset=utf-8' }),
    body: { halted: false, epoch: 0, halts: [], proposal: null, resumed: null },
  };

  test('passes what is described', () => {
    expect(() => checkAnswer('GET', '/v1/sharing', good)).not.toThrow();
  });

  test.each([
    ['a member too many', { ...good, body: { ...good.body, secret: 1 } }],
    ['a member too few', { ...good, body: { halted: false } }],
    ['another status', { ...good, status: 206 }],
    ['another type', { ...good, headers: headersWith({ 'Content-Type': 'text/html' }) }],
    ['a header that is not described', { ...good, headers: headersWith({ 'X-Powered-By': 'us' }) }],
    ['a header of another form', { ...good, headers: headersWith({ 'X-Content-Type-Options': 'sniff' }) }],
    [
      'the lack of a header that is always there',
      {
        status: 401,
        headers: headersWith({ 'Content-Type': 'application/problem+json' }),
        body: {
          type: 'urn:alpr-sharing:problem:invalid_token',
          title: 'Not authenticated',
          status: 401,
          detail: 'send one',
        },
      },
    ],
  ])('fails on %s', (_what, answer) => {
    expect(() => checkAnswer('GET', '/v1/sharing', answer)).toThrow('GET /v1/sharing');
  });
});
