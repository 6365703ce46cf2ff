/** Turns a page's elements into its answer. */
import type { Response } from 'express';
import type { VNode } from 'preact';
import { renderToString } from 'preact-render-to-string';
import { isVisible, visible } from '../../audit-verify/visible.ts';
import { PAGE_HEADERS } from './page-headers.ts';

/** Matches text in parts: a match of any length would need as much of the stack. */
const TAG_OR_TEXT = /<(?:"[^"]*"|[^">])*>|[^<]{1,4096}/gu;

/** @returns HTML, in which what somebody typed turns no text around and hides nothing; attributes stay as they are */
export function renderPage(page: VNode): string {
  const html = renderToString(page);
  const shown = isVisible(html)
    ? html
    : html.replace(TAG_OR_TEXT, (it) => (it.startsWith('<') ? it : visible(it)));
  return `<!doctype html>\n${shown}\n`;
}

/** Sends what only the person who signed in may see; the public pages set `Cache-Control` before. */
export function sendPage(response: Response, page: VNode, status = 200): void {
  preparePage(response, status).send(renderPage(page));
}

/** Sets the head of a page whose body is written by somebody else. */
export function preparePage(response: Response, status = 200): Response {
  if (response.getHeader('Cache-Control') === undefined) response.set('Cache-Control', 'no-store');
  for (const [name, value] of Object.entries(PAGE_HEADERS)) {
    if (name !== 'Content-Security-Policy' || response.locals.policy === undefined) response.set(name, value);
  }
  return response.status(status).type('text/html');
}
