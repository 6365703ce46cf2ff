/**
 * Serves what pages load: the U.S. Web Design System as it is published, and a few small files of our own.
 * Addresses name the version or the content, so a browser may keep them for a year.
 */
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import express, { type Request, type Response, type Router } from 'express';
import { strictRouter } from '../../http/strict-router.ts';

/** The `dist` of the published package. */
const USWDS = dirname(dirname(createRequire(import.meta.url).resolve('@uswds/uswds/css/uswds.min.css')));
const USWDS_VERSION = (
  JSON.parse(readFileSync(join(USWDS, '..', 'package.json'), 'utf8')) as { version: string }
).version;
/** The directory beside this file, in the source and in the build, which copies it. */
const OWN = join(dirname(fileURLToPath(import.meta.url)), 'files');

const YEAR = 'public, max-age=31536000, immutable';
const TYPES: Readonly<Record<string, string>> = {
  css: 'text/css',
  js: 'text/javascript',
  svg: 'image/svg+xml',
};

interface Asset {
  readonly address: string;
  readonly type: string;
  readonly plain: Buffer;
  readonly zipped: Buffer;
}

const USWDS_STYLES = asset(
  `/assets/uswds-${USWDS_VERSION}/css/uswds.min.css`,
  readFileSync(join(USWDS, 'css', 'uswds.min.css')),
);
const OWN_ASSETS = new Map(
  readdirSync(OWN).map((name) => {
    const bytes = readFileSync(join(OWN, name));
    const hash = createHash('sha256').update(bytes).digest('hex').slice(0, 16);
    return [name, asset(`/assets/${hash}/${name}`, bytes)] as const;
  }),
);

/** The addresses of the stylesheets of every page, in their order. */
export const STYLES: readonly string[] = [USWDS_STYLES.address, addressOf('page.css')];

/** @param name of a file in `files/`. @throws Error where there is none: a page that names it is wrong */
export function addressOf(name: string): string {
  const found = OWN_ASSETS.get(name);
  if (found === undefined) throw new Error(`no asset \`${name}\``);
  return found.address;
}

export function assetRoutes(): Router {
  const router = strictRouter();
  for (const one of [USWDS_STYLES, ...OWN_ASSETS.values()]) {
    router.get(one.address, (request, response) => sendAsset(one, request, response));
  }
  for (const folder of ['fonts', 'img']) {
    router.use(
      `/assets/uswds-${USWDS_VERSION}/${folder}`,
      express.static(join(USWDS, folder), {
        ...{ index: false, redirect: false, dotfiles: 'ignore', etag: false },
        ...{ immutable: true, maxAge: '365d', setHeaders: secure },
      }),
    );
  }
  return router;
}

/** Sends a file without secrets compressed; pages hold a token beside askers' text, so never are (BREACH). */
function sendAsset({ plain, type, zipped }: Asset, request: Request, response: Response): void {
  secure(response);
  response.set({ 'Cache-Control': YEAR, Vary: 'Accept-Encoding' }).type(type);
  if (request.acceptsEncodings('gzip') === 'gzip') response.set('Content-Encoding', 'gzip').send(zipped);
  else response.send(plain);
}

function secure(response: Pick<Response, 'setHeader'>): void {
  response.setHeader('X-Content-Type-Options', 'nosniff');
  response.setHeader('Cross-Origin-Resource-Policy', 'same-origin');
}

function asset(address: string, plain: Buffer): Asset {
  const ending = address.slice(address.lastIndexOf('.') + 1);
  return {
    address,
    type: TYPES[ending] ?? 'application/octet-stream',
    plain,
    zipped: gzipSync(plain, { level: 9 }),
  };
}
