import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from '@jest/globals';
import { SETTINGS, type Setting } from '../gateway/settings/settings.ts';

const ROOT = dirname(dirname(fileURLToPath(import.meta.url)));
const readme = readFileSync(join(ROOT, 'README.md'), 'utf8');
const { scripts } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as {
  scripts: Record<string, string>;
};

describe('the README', () => {
  test.each(Object.values(SETTINGS) as Setting<unknown>[])(
    'has the setting $name with its default',
    ({ name, fallback }) => {
      const row = readme.split('\n').find((line) => line.startsWith(`| \`${name}\` |`));
      expect(row).toBeDefined();
      if (fallback !== undefined && fallback !== '') expect(row).toContain(`\`${fallback}\``);
    },
  );

  test('names only scripts that there are', () => {
    const named = [...readme.matchAll(/npm run (?:--silent )?([a-z:]+)/g)].map(
      ([, script]) => script as string,
    );
    expect(named.filter((script) => scripts[script] === undefined)).toEqual([]);
    for (const script of ['start', 'test']) expect(scripts[script]).toBeDefined();
  });

  test('points to files that there are', () => {
    const named = [...readme.matchAll(/`((?:gateway|sharing-rules|test|migrations)\/[\w./-]*)`/g)].map(
      ([, path]) => path as string,
    );
    expect(named.length).toBeGreaterThan(5);
    expect(named.filter((path) => !existsSync(join(ROOT, path)))).toEqual([]);
  });
});
