/** What an officer typed shows on a page as it is: it turns no text beside it around, and hides nothing. */
import { expect, test } from '@jest/globals';
import { h, type VNode } from 'preact';
import { renderPage } from '../../../gateway/pages/layout/send-page.ts';
import { AskedQuery } from '../../../gateway/pages/oversight/asked-query.tsx';

const asked = (name: string, justification: string) =>
  renderPage(
    h(AskedQuery, {
      query: {
        purpose: { code: 'stolen_vehicle', justification },
        onBehalfOf: { id: 'o-1', name, ori: 'CO0010000' },
        plate: { number: 'DEMO001', match: 'exact' },
        from: '2026-01-01T00:00:00Z',
        to: '2026-01-02T00:00:00Z',
      },
      agency: 'CO0010000',
      officer: null,
      found: [],
    } as Parameters<typeof AskedQuery>[0]) as VNode,
  );

test('marks of direction and control characters are shown, and obeyed by nothing', () => {
  const html = asked('A\u202eB\u2069', 'first\u009b2K\r\nsecond\u2066');
  expect(html).not.toMatch(/(?![\r\n])[\p{Cc}\p{Cf}]/u);
  expect(html).toContain('A\\u202eB\\u2069');
  expect(html).toContain('first\\u009b2K\r\nsecond\\u2066');
});

test('a name written from right to left turns neither the id nor the ORI behind it', () => {
  expect(asked('שרה לוי', 'seen')).toContain('<bdi>שרה לוי</bdi> (<bdi>o-1</bdi>, <bdi>CO0010000</bdi>)');
});

test('what a form carries unseen stays as it was typed', () => {
  const value = 'A\u00adB > C\u200d';
  expect(renderPage(h('input', { type: 'hidden', value }) as VNode)).toContain(`value="${value}"`);
});
