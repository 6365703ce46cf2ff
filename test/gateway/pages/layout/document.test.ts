/** The shell of every page, as it is sent: its menu, its way back, and what its title says of a fault. */
import { describe, expect, test } from '@jest/globals';
import { DataTable } from '../../../../gateway/pages/layout/data-table.tsx';
import { Document } from '../../../../gateway/pages/layout/document.tsx';
import { TextField } from '../../../../gateway/pages/layout/fields.tsx';
import { renderPage } from '../../../../gateway/pages/layout/send-page.ts';
import { ProblemView } from '../../../../gateway/pages/serve/problem-view.tsx';

const links = ['Overview', 'Agencies', 'Grants', 'Reviews'].map((name) => ({
  name,
  address: name === 'Overview' ? '/console' : `/console/${name.toLowerCase()}`,
}));
const signedIn = { name: 'A', agency: 'B', role: '', token: 't', epoch: 1, links, halt: null };
const shell = (at: string, more: object = {}) =>
  renderPage(Document({ title: 'Aurora PD', at, signedIn, children: 'x', ...more }));

describe('the shell of a page', () => {
  test('has a menu button for a phone where there are many links, which needs no script', () => {
    expect(shell('/console')).toMatch(
      /<details class="shell-menu"><summary>Menu<\/summary><nav aria-label="Pages">/,
    );
    expect(shell('/console', { signedIn: null })).not.toContain('shell-menu');
  });

  test('leads back to the list from what stands in it, by other words than the link of the list has', () => {
    const below = shell('/console/agencies/CO0010100');
    expect(below).toContain('href="/console/agencies">Back to the list</a>');
    expect(below).toContain('aria-current="page">Aurora PD</li>');
    for (const at of ['/console/agencies', '/console', '/console/halt']) {
      expect([at, shell(at).includes('Back to the list')]).toEqual([at, false]);
    }
  });

  test('marks the link of lists that have none of their own', () => {
    const list = { address: '/console/persons', name: 'Who may sign in', beside: ['/console/issuers'] };
    const at = (address: string) => shell(address, { signedIn: { ...signedIn, links: [list] } });
    expect(at('/console/issuers')).toContain('href="/console/persons" aria-current="page"');
    expect(at('/console/issuers')).not.toContain('Back to the list');
    expect(at('/console/issuers/propose')).toContain('Back to the list');
  });

  test('begins the title with `Error:` where a form is shown again', () => {
    expect(shell('/console', { hasFault: true })).toContain('<title>Error: Aurora PD | ');
    expect(shell('/console')).toContain('<title>Aurora PD | ');
  });
});

describe('what a form says', () => {
  const problem = { status: 422, detail: 'nothing was added', reasons: [] };

  test('leads from the summary of what is wrong to each field', () => {
    const faults = new Map([['name', 'Fill in “Name”.']]);
    const shown = renderPage(ProblemView({ at: '/x', problem: { ...problem, members: { faults } } }));
    expect(shown).toContain('<li><a href="#field-name">Fill in “Name”.</a></li>');
    const told = {
      ...problem,
      detail: 'the plate is too long',
      members: { fields: { plate: 'The plate is too long.' } },
    };
    expect(renderPage(ProblemView({ at: '/x', problem: told }))).toContain(
      '<p><a href="#field-plate">The plate is too long.</a></p>',
    );
  });

  test('bounds days, so that no browser takes a year of six digits', () => {
    expect(renderPage(TextField({ name: 'due', label: 'Due', type: 'date' }))).toMatch(
      /min="1990-01-01" max="9999-12-31"/,
    );
    expect(renderPage(TextField({ name: 'due', label: 'Due', type: 'date', min: '2026-12-01' }))).toContain(
      'min="2026-12-01"',
    );
  });

  test('stacks tables on a phone, each cell with the name of its column, unless it speaks for itself', () => {
    const columns = [
      { name: 'Agency', of: (row: string) => row, speaksForItself: true },
      { name: 'ORI', of: () => 'CO0010100', onPhone: 'short' as const },
    ];
    const shown = renderPage(DataTable({ name: 'Agencies', empty: '', rows: ['Aurora PD'], columns }));
    expect(shown).toContain('usa-table--stacked');
    expect(shown).toContain('<td>Aurora PD</td><td class="short" data-name="ORI">CO0010100</td>');
  });
});
