import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { OPERATIONS, openApiDocument } from '../../../gateway/openapi/document.ts';
import { checkAnswer } from '../../setup/check-answer.ts';

const document = JSON.parse(JSON.stringify(openApiDocument('https://gateway.example')));

/** As it stands in a handler that mounts one route for each of two words. */
const WORD = '$'.concat('{word}');

/** `get /v1/grants/{id}` for every route that a handler of the API mounts. */
function mounted(): string[] {
  const folder = join(import.meta.dirname, '../../../gateway');
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((path) => /\/handle-[^/]+\.ts$/.test(path))
    .flatMap((path) => [
      ...readFileSync(join(folder, path), 'utf8').matchAll(/router\.(\w+)\(\s*['`](\/v1\/[^'`]+)['`]/g),
    ])
    .flatMap(([, method, path = '']) =>
      path.includes(WORD)
        ? ['approve', 'refuse'].map((word) => `${method} ${path.replace(WORD, word)}`)
        : [`${method} ${path}`],
    )
    .map((route) => route.replace(/:(\w+)/g, '{$1}'));
}

describe('the OpenAPI document', () => {
  test('describes every route of the API that there is, and no other', () => {
    const described = OPERATIONS.filter(({ path }) => path.startsWith('/v1/')).map(
      ({ method, path }) => `${method} ${path}`,
    );
    expect(described.sort()).toEqual(mounted().sort());
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
});

describe('the check of answers', () => {
  const good = {
    status: 200,
    contentType: 'application/json; charset=utf-8',
    body: { halted: false, epoch: 0, halts: [], proposal: null },
  };

  test('passes what is described', () => {
    expect(() => checkAnswer('GET', '/v1/sharing', good)).not.toThrow();
  });

  test.each([
    ['a member too many', { ...good, body: { ...good.body, secret: 1 } }],
    ['a member too few', { ...good, body: { halted: false } }],
    ['another status', { ...good, status: 206 }],
    ['another type', { ...good, contentType: 'text/html' }],
  ])('fails on %s', (_what, answer) => {
    expect(() => checkAnswer('GET', '/v1/sharing', answer)).toThrow('GET /v1/sharing');
  });
});
