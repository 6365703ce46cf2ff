/** What axe finds wrong with a page, for those who cannot see it, or see it in another way. */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Page } from 'playwright-core';
import { lookAt, VIEWS, type Views } from './browser.ts';

/** Of axe: what depends on nothing but colors. */
const RULES_ON_COLORS = ['color-contrast', 'link-in-text-block'];
const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/**
 * In the page as it is shown now, a line for each element; empty where nothing is wrong.
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

/** The first; the others are looked at where pages or styles were changed (`test/setup/slow/every-look.cjs`). */
const ofRun = (views: Views) => ((process.env.EVERY_LOOK ?? '') === '' ? views.slice(0, 1) : views);

/**
 * Of the page that is open, in one view after the other; each line begins with the view. Dark and forced colors change
 * nothing but colors (`page.css`), so only those are judged again.
 */
export async function axeViolationsInEveryView(page: Page, views: Views = VIEWS): Promise<string[]> {
  const found: string[] = [];
  for (const [name, view] of ofRun(views)) {
    await lookAt(page, view);
    const lines = await axeViolations(page, view.dark || view.forcedColors ? RULES_ON_COLORS : undefined);
    found.push(...lines.map((line) => `${name}: ${line}`));
  }
  await lookAt(page, {});
  return found;
}
