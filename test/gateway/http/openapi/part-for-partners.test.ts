/** `/openapi.json?for=partner` has what a partner's program needs, and nothing else. */
import { describe, expect, test } from '@jest/globals';
import { NOTICES } from '../../../../gateway/hot-lists/notices.ts';
import { openApiDocument } from '../../../../gateway/http/openapi/document.ts';
import { isForPartners } from '../../../../gateway/http/openapi/part-for-partners.ts';
import { OPERATIONS } from '../../../../gateway/node/routes/operations.ts';

const described = (operations: typeof OPERATIONS) =>
  JSON.parse(JSON.stringify(openApiDocument(operations, NOTICES, 'https://gateway.example')));
const whole = described(OPERATIONS);
const part = described(OPERATIONS.filter(isForPartners));

describe('the part of the document for partners', () => {
  test('has every operation that a token of a partner may ask for, and none for the owner’s people alone', () => {
    const ofOwner = ({ scope }: (typeof OPERATIONS)[number]) =>
      scope === 'alpr.admin' || scope === 'alpr.ask';
    const asked = OPERATIONS.filter((operation) => operation.scope !== null && !ofOwner(operation));
    expect(asked.length).toBeGreaterThan(10);
    for (const { method, path } of asked) {
      expect(part.paths[path]?.[method]).toEqual(whole.paths[path][method]);
    }
    const others = OPERATIONS.filter(ofOwner);
    expect(others.filter(({ method, path }) => part.paths[path]?.[method] !== undefined)).toEqual([]);
  });

  test('has what answers are verified with, and neither pages nor pushes of others', () => {
    const paths = Object.keys(part.paths);
    expect(paths).toEqual(
      expect.arrayContaining(['/v1/purposes', '/v1/receipts/{index}', '/log/checkpoint']),
    );
    expect(
      paths.filter((path) => /^\/(docs|verify|transparency|metrics|v1\/reads|v1\/vendor)/.test(path)),
    ).toEqual([]);
  });

  test('has the parts that it refers to, and no others', () => {
    const text = JSON.stringify(part);
    const referred = new Set([...text.matchAll(/"#\/components\/(\w+\/[^"]+)"/g)].map(([, name]) => name));
    const { headers, responses, schemas } = part.components;
    const kept = Object.entries({ headers, responses, schemas }).flatMap(([kind, all]) =>
      Object.keys(all as object).map((name) => `${kind}/${name}`),
    );
    expect(kept.sort()).toEqual([...referred].sort());
    expect(text.length).toBeLessThan(JSON.stringify(whole).length / 2);
  });

  test('has the groups of its operations, and the whole document has all', () => {
    const groupsOf = (document: typeof whole) => document.tags.map(({ name }: { name: string }) => name);
    const used = Object.values<Record<string, { tags: string[] }>>(part.paths)
      .flatMap((methods) => Object.values(methods))
      .flatMap(({ tags }) => tags);
    expect(new Set(used)).toEqual(new Set(groupsOf(part)));
    expect(groupsOf(whole)).toEqual(expect.arrayContaining(groupsOf(part)));
  });
});
