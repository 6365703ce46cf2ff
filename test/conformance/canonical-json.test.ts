/** Vectors of RFC 8785 (cyberphone/json-canonicalization). */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { canonicalJson } from '../../gateway/audit/canonical-json.ts';

const vectors = process.env.CONFORMANCE_VECTORS;
const directory = join(vectors ?? '', 'transparency-log', 'jcs-rfc8785', 'testdata');
const describeWithVectors = vectors === undefined ? describe.skip : describe;

describeWithVectors('RFC 8785 vectors (skipped unless CONFORMANCE_VECTORS names their directory)', () => {
  test('every input has the canonical bytes of the standard', () => {
    const names = readdirSync(join(directory, 'input'));
    expect(names.length).toBeGreaterThanOrEqual(6);
    for (const name of names) {
      const input = JSON.parse(readFileSync(join(directory, 'input', name), 'utf8'));
      const hex = readFileSync(join(directory, 'outhex', name.replace('.json', '.txt')), 'utf8');
      expect(Buffer.from(canonicalJson(input)).toString('hex')).toBe(hex.replaceAll(/\s/g, ''));
    }
  });
});
