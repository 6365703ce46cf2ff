/** What the README and the guides say of files, links, scripts and settings is so. */
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { SETTINGS, type Setting } from '../gateway/settings/settings.ts';
import { projectPages } from './commands/named-commands.ts';
import { ROOT } from './setup/source-files.ts';

const pages = projectPages();
const textOf = (path: string) => pages.find((page) => page.path === path)?.text ?? '';
const { scripts } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as {
  scripts: Record<string, string>;
};

/** Links within the project: the file, from the top of the project, and the heading within it. */
function linksOf({ path, text }: { path: string; text: string }) {
  const prose = text.replace(/^ *```[\s\S]*?^ *```$/gm, '');
  return [...prose.matchAll(/\]\(([^)\s]+)\)/g)]
    .map(([, target]) => target as string)
    .filter((target) => !/^[a-z]+:/.test(target))
    .map((target) => {
      const [file = '', heading] = target.split('#');
      return { target, file: file === '' ? path : normalize(join(dirname(path), file)), heading };
    });
}

/** As GitHub makes them: lower case, no punctuation, hyphens for spaces. */
function anchorsOf(text: string): string[] {
  return [...text.matchAll(/^#+ (.*)$/gm)].map(([, title]) =>
    (title as string)
      .toLowerCase()
      .replace(/[^\w\- ]/g, '')
      .replaceAll(' ', '-'),
  );
}

describe('the README', () => {
  test('can be read in five minutes: at most 150 lines', () => {
    expect(textOf('README.md').trimEnd().split('\n').length).toBeLessThanOrEqual(150);
  });

  test('leads to every guide, by itself or by another page', () => {
    const reached = new Set(['README.md']);
    for (const path of reached) {
      for (const { file } of linksOf({ path, text: textOf(path) })) {
        if (pages.some((page) => page.path === file)) reached.add(file);
      }
    }
    const guides = pages
      .map(({ path }) => path)
      .filter((path) => /^(gateway\/docs|partner-kit)\//.test(path));
    expect(guides.length).toBeGreaterThan(10);
    expect(guides.filter((path) => !reached.has(path))).toEqual([]);
  });
});

describe('the README and the guides', () => {
  test('link to files and headings that there are', () => {
    const broken = pages.flatMap((page) =>
      linksOf(page)
        .filter(({ file, heading }) => {
          if (!existsSync(join(ROOT, file))) return true;
          return heading !== undefined && !anchorsOf(textOf(file)).includes(heading);
        })
        .map(({ target }) => `${page.path}: ${target}`),
    );
    expect(broken).toEqual([]);
  });

  test('name only scripts that there are', () => {
    const named = pages.flatMap(({ text }) =>
      [...text.matchAll(/npm run (?:--silent )?([a-z:]+)/g)].map(([, script]) => script as string),
    );
    expect(named.length).toBeGreaterThan(20);
    expect(named.filter((script) => scripts[script] === undefined)).toEqual([]);
    for (const script of ['start', 'test']) expect(scripts[script]).toBeDefined();
  });

  test('point to files that there are', () => {
    const named = pages.flatMap(({ path, text }) =>
      [...text.matchAll(/`((?:gateway|sharing-rules|test|migrations)\/[\w./-]*)`/g)].map(([, file]) => ({
        path,
        file: file as string,
      })),
    );
    expect(named.length).toBeGreaterThan(40);
    expect(named.filter(({ file }) => !existsSync(join(ROOT, file)))).toEqual([]);
  });
});

describe('the operators’ guide', () => {
  test.each(Object.values(SETTINGS) as Setting<unknown>[])(
    'has the setting $name with its default',
    ({ name, fallback }) => {
      const row = textOf('gateway/docs/operating.md')
        .split('\n')
        .find((line) => line.startsWith(`| \`${name}\` |`));
      expect(row).toBeDefined();
      if (fallback !== undefined && fallback !== '') expect(row).toContain(`\`${fallback}\``);
    },
  );

  test('has no setting that there is not', () => {
    const rows = [...textOf('gateway/docs/operating.md').matchAll(/^\| `([A-Z_]+)` \|/gm)].map(
      ([, name]) => name,
    );
    const names = (Object.values(SETTINGS) as Setting<unknown>[]).map(({ name }) => name);
    expect(rows.filter((name) => !names.includes(name as string))).toEqual([]);
  });
});
