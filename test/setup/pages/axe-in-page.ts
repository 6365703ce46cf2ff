/** Asks axe what is wrong with a page, as it is shown now. */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Page } from 'playwright-core';

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/**
 * Has a line for each element; empty where nothing is wrong.
 * @param rules only these; by default all that axe has on by itself
 */
export async function axeViolations(page: Page, rules?: readonly string[]): Promise<string[]> {
  // Of a frame it would see nothing, and would not say so.
  if (page.frames().length > 1) throw new Error('axe looks at one document: this page has frames');
  if (!(await page.evaluate("'axe' in window"))) await page.evaluate(`{${AXE}}`);
  const runOnly = rules === undefined ? {} : { runOnly: { type: 'rule', values: rules } };
  // What is right takes megabytes to tell: only what is wrong leaves the browser.
  return page.evaluate(`axe.run(document, ${JSON.stringify({ ...runOnly, resultTypes: ['violations'] })}).then(
    ({ violations }) => violations.flatMap(({ id, help, nodes }) =>
      nodes.map(({ target, html }) => id + ': ' + help + ': ' + target.join(' ') + ': ' + html)))`);
}
