/** A page that is the same for everybody: made once, kept compressed, and kept by browsers for a while. */
import { gzipSync } from 'node:zlib';
import type { Request, Response } from 'express';
import type { VNode } from 'preact';
import { preparePage, renderPage } from './send-page.ts';

export interface PublicPage {
  readonly plain: Buffer;
  readonly zipped: Buffer;
}

export function publicPage(page: VNode): PublicPage {
  const plain = Buffer.from(renderPage(page));
  return { plain, zipped: gzipSync(plain) };
}

/** Sends it compressed, since nothing secret is in it: see `assets.ts`. */
export function sendPublicPage(request: Request, response: Response, { plain, zipped }: PublicPage): void {
  response.set({ 'Cache-Control': 'public, max-age=300', Vary: 'Accept-Encoding' });
  preparePage(response);
  if (request.acceptsEncodings('gzip') === 'gzip') response.set('Content-Encoding', 'gzip').send(zipped);
  else response.send(plain);
}
