/** What axe finds wrong with a page, for those who cannot see it, or see it in another way. */
import type { Page } from 'playwright-core';
import { lookAt, VIEWS, type Views } from './browser.ts';
import { axeViolations } from './pages/axe-in-page.ts';

/** Of axe: what depends on nothing but colors. */
const RULES_ON_COLORS = ['color-contrast', 'link-in-text-block'];

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
