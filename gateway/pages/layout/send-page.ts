/** From a page's elements to its answer. */
import type { Response } from 'express';
import type { VNode } from 'preact';
import { renderToString } from 'preact-render-to-string';
import { PAGE_HEADERS } from './page-headers.ts';

/** @returns HTML */
export function renderPage(page: VNode): string {
  return `<!doctype html>\n${renderToString(page)}\n`;
}

/** For what only the person who signed in may see; the public pages set `Cache-Control` before. */
export function sendPage(response: Response, page: VNode, status = 200): void {
  preparePage(response, status).send(renderPage(page));
}

/** The head of a page whose body is written by somebody else. */
export function preparePage(response: Response, status = 200): Response {
  if (response.getHeader('Cache-Control') === undefined) response.set('Cache-Control', 'no-store');
  for (const [name, value] of Object.entries(PAGE_HEADERS)) {
    if (name !== 'Content-Security-Policy' || response.locals.policy === undefined) response.set(name, value);
  }
  return response.status(status).type('text/html');
}
