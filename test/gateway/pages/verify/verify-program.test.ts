/** The program of the page: it is the source's, and its hash lets nothing else run. */
import { createHash } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import { describe, expect, test } from '@jest/globals';
import { verifyPage } from '../../../../gateway/pages/verify/verify-page.ts';
import PROGRAM from '../../../../gateway/pages/verify/verify-program.json' with { type: 'json' };
import { composeProgram } from '../../../programs/verify-page/compose-program.ts';

const facts = { logKey: 'log.example+00000000+AQ==', publicUrl: 'https://gateway.example/' };
const inline = (html: string, name: string) =>
  new RegExp(`<${name}[^>]*>([\\s\\S]*?)</${name}>`).exec(html)?.[1] ?? '';
const hash = (text: string | Buffer, as: 'base64' | 'hex') => createHash('sha256').update(text).digest(as);

describe('the program of the page `/verify`', () => {
  test('is what `npm run compose:verify` makes of the source: the checks of `audit verify`, and what shows them', () => {
    const program = composeProgram();
    expect(PROGRAM).toEqual(program);
    for (const name of ['check-entries', 'verify-log', 'verify-receipt'])
      expect(program).toContain(`// gateway/audit-verify/${name}.ts`);
  });

  test('asks for nothing by itself, and writes nothing as markup', () => {
    expect(PROGRAM.join('\n')).not.toMatch(
      /innerHTML|outerHTML|insertAdjacent|document\.write|eval\(|new Function|XMLHttpRequest|sendBeacon|WebSocket|cookie/,
    );
  });

  test('runs by its hash alone, with the style, wherever the page lies', () => {
    const { html, policy } = verifyPage(facts);
    const text = html.toString();
    const script = `script-src 'sha256-${hash(inline(text, 'script'), 'base64')}'`;
    const style = `style-src 'sha256-${hash(inline(text, 'style'), 'base64')}'`;
    expect(policy).toBe(
      `default-src 'none'; ${script}; ${style}; img-src data:; connect-src 'self'; base-uri 'none'; form-action 'none'; ` +
        "frame-ancestors 'none'",
    );
    expect(text).toContain(
      `<meta http-equiv="Content-Security-Policy" content="default-src 'none'; ${script}; ${style}; img-src data:; ` +
        "connect-src 'self' https: http://localhost:* http://127.0.0.1:*; base-uri 'none'; form-action 'none'\">",
    );
    expect(text.match(/<script/g)).toHaveLength(1);
    expect(text).not.toMatch(/\son\w+=|<form|<img|src=|https?:\/\/(?!gateway\.example)[^:*\s]*\.css/);
  });

  test('is the same for every gateway; only the key and the gateway’s address are filled in', () => {
    const one = verifyPage(facts).html.toString();
    const other = verifyPage({ logKey: 'b+11111111+AQ==', publicUrl: 'https://b.example' }).html.toString();
    expect(inline(other, 'script')).toBe(inline(one, 'script'));
    expect(
      other.replaceAll('b+11111111+AQ==', facts.logKey).replaceAll('//b.example', '//gateway.example'),
    ).toBe(one);
    const hostile = verifyPage({ ...facts, logKey: '"><script>' }).html.toString();
    expect(hostile).toContain('value="&quot;&gt;&lt;script&gt;"');
  });

  test('is small, and its hash is that of the file', () => {
    const { html, sha256 } = verifyPage(facts);
    expect(gzipSync(html).length).toBeLessThan(40_000);
    expect(sha256.toString('hex')).toBe(hash(html, 'hex'));
  });
});
