/** What the partner's kits may be made of. */
import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { codeOf, filesBelow } from '../setup/source-files.ts';

const read = (path: string) => readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8');
const PROGRAMS = [
  'typescript/client.ts',
  'typescript/incident-from-cad.ts',
  'typescript/show-answer.ts',
  'typescript/verify-receipt.ts',
  'python/client.py',
  'python/dpop.py',
  'python/incident_from_cad.py',
  'python/show_answer.py',
  'python/verify_receipt.py',
];

describe('the partner’s kit', () => {
  test('is these programs, all of which its README names', () => {
    const files = ['typescript', 'python'].flatMap((language) =>
      readdirSync(new URL(`../../partner-kit/${language}/`, import.meta.url))
        .filter((name) => /\.(ts|py)$/.test(name))
        .map((name) => `${language}/${name}`),
    );
    expect(files.sort()).toEqual([...PROGRAMS].sort());
    expect(PROGRAMS.filter((path) => !read('partner-kit/README.md').includes(`\`${path}\``))).toEqual([]);
  });

  test.each(PROGRAMS)('has under 160 lines, and none that is too long to read, in %s', (path) => {
    const lines = read(`partner-kit/${path}`).trimEnd().split('\n');
    expect(lines.length).toBeLessThan(160);
    expect(lines.filter((line) => line.length > 120)).toEqual([]);
  });

  test('uses nothing of the gateway: Node, openid-client and its own files', () => {
    const imports = filesBelow('partner-kit').flatMap((file) => file.imports);
    const own = /^(node:|openid-client$|partner-kit\/typescript\/)/;
    expect(imports.length).toBeGreaterThan(5);
    expect(imports.filter((name) => !own.test(name))).toEqual([]);
  });

  test('uses in Python the standard library, requests, jwcrypto, and what jwcrypto stands on', () => {
    const imports = PROGRAMS.filter((path) => path.endsWith('.py')).flatMap((path) =>
      [...read(`partner-kit/${path}`).matchAll(/^(?:from|import) (\w+)/gm)].map(([, name]) => name as string),
    );
    const standard = 'argparse base64 datetime hashlib json pathlib re shlex sys time urllib uuid'.split(' ');
    const own = ['dpop', 'show_answer', 'verify_receipt'];
    const others = new Set(imports.filter((name) => ![...standard, ...own].includes(name)));
    expect([...others].sort()).toEqual(['cryptography', 'jwcrypto', 'requests']);
    const required = read('partner-kit/python/requirements.txt').match(/^[a-z]+/gm);
    expect(required?.sort()).toEqual(['jwcrypto', 'requests']);
  });

  test('checks receipts with Node alone', () => {
    const verifier = filesBelow('partner-kit').find(({ path }) => path.endsWith('verify-receipt.ts'));
    expect(verifier?.imports.filter((name) => !name.startsWith('node:'))).toEqual([]);
    expect(codeOf(verifier as NonNullable<typeof verifier>)).not.toMatch(/fetch\(|https?:/);
  });

  test('names the versions that the gateway’s own commands are tested with', () => {
    const { dependencies, devDependencies } = JSON.parse(read('package.json'));
    const ours = { ...dependencies, ...devDependencies };
    const kit = JSON.parse(read('partner-kit/typescript/package.json')).dependencies;
    expect(Object.entries(kit).filter(([name, version]) => ours[name] !== version)).toEqual([]);
  });
});
