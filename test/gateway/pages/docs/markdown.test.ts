/** Guides become pages, and nothing that stands in one becomes markup. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { createElement } from 'preact';
import { renderToString } from 'preact-render-to-string';
import { linkFrom } from '../../../../gateway/pages/docs/guide-links.ts';
import { GUIDES } from '../../../../gateway/pages/docs/guides.ts';
import { renderMarkdown } from '../../../../gateway/pages/docs/markdown.ts';
import manifest from '../../../../package.json' with { type: 'json' };
import { ROOT } from '../../../setup/source-files.ts';

function shown(markdown: string): { readonly title: string; readonly html: string } {
  const { body, title } = renderMarkdown(markdown, {
    linkTo: (target) => linkFrom({ path: 'gateway/docs/demo.md' }, target),
    picture: (_source, alt) => alt,
  });
  return { title, html: renderToString(createElement('div', null, ...body)) };
}

describe('a guide', () => {
  test('has its first heading as title, and an address for every other one', () => {
    const { html, title } = shown('# The `demo`\n\n## Its people & clients\n\n## Its people & clients\n');
    expect(title).toBe('The demo');
    expect(html).not.toContain('<h1');
    expect(html).toContain('<h2 id="its-people--clients">Its people &amp; clients</h2>');
    expect(html).toContain('<h2 id="its-people--clients-1">');
  });

  test('shows markup as text, wherever it stands', () => {
    const hostile = '<img src=x onerror="alert(1)"><script>alert(1)</script>';
    const places = [
      hostile,
      `# t\n\n${hostile}`,
      `\`${hostile}\``,
      `\`\`\`\n${hostile}\n\`\`\``,
      `- ${hostile}`,
    ];
    const cells = `| a | b |\n|---|---|\n| ${hostile} | [${hostile}](demo.md) |`;
    for (const markdown of [...places, cells]) {
      const { html } = shown(markdown);
      expect(html).not.toMatch(/<(?:img|script)/);
      expect(html).toContain('&lt;script>');
    }
  });

  test.each(['javascript:alert(1)', 'data:text/html,x', 'vbscript:x'])('never links to %s', (target) => {
    expect(shown(`[press](${target})`).html).not.toContain('href');
  });

  test('leads to the page of another guide, and names a file that has none', () => {
    expect(shown('[how](revocation.md#what-it-cannot-promise)').html).toContain(
      '<a href="/docs/revocation#what-it-cannot-promise">how</a>',
    );
    expect(shown('[the client](../../partner-kit/python/client.py)').html).toContain(
      'the client (<code>partner-kit/python/client.py</code> in the project)',
    );
    expect(shown('[here](#rooms), [there](https://c2sp.org/tlog-tiles)').html).toContain(
      '<a href="#rooms">here</a>, <a href="https://c2sp.org/tlog-tiles">there</a>',
    );
  });

  test('has tables that a keyboard can scroll, with an address for each code', () => {
    const { html } = shown(
      '| code | what |\n|---|---|\n| `grant_revoked` | over |\n| `grant_revoked` | again |',
    );
    expect(html).toContain('tabIndex="0"'.toLowerCase());
    expect(html).toContain('aria-label="Table: code, what"');
    expect(html.match(/<tr id="grant_revoked">/g)).toHaveLength(1);
    // On a phone each row is a block, which tells the name of a column beside its cell.
    expect(html).toContain('<td data-name="what">over</td>');
    expect(shown('| | promise |\n|---|---|\n| P1 | Colorado |').html).toContain(
      '<tr><td></td><th scope="col">',
    );
  });
});

describe('the guides', () => {
  test('are all in the table of contents', () => {
    const files = ['gateway/docs', 'partner-kit'].flatMap((folder) =>
      readdirSync(join(ROOT, folder))
        .filter((name) => name.endsWith('.md'))
        .map((name) => `${folder}/${name}`),
    );
    expect(GUIDES.map(({ path }) => path).sort()).toEqual([...files, 'README.md', 'SECURITY.md'].sort());
  });

  test('are copied by the build and into the container', () => {
    const [, copied = ''] = /for\(const d of \[([^\]]*)\]/.exec(manifest.scripts.build) ?? [];
    const dockerfile = readFileSync(join(ROOT, 'Dockerfile'), 'utf8');
    for (const { path } of GUIDES) {
      if (!path.startsWith('gateway/docs/')) expect(copied).toContain(`'${path}'`);
      const [folder, file] = path.includes('/') ? path.split('/') : ['', path];
      if (folder === '') expect(dockerfile).toMatch(new RegExp(`^COPY .*${file}.* \\./$`, 'm'));
      else expect(dockerfile).toMatch(new RegExp(`^COPY ${folder}(?:/\\*\\.md)? ${folder}/?$`, 'm'));
    }
    expect(copied).toContain("'gateway/docs'");
  });
});
