/** The pictures of the guides, as `npm run screenshots` makes them: in light, in dark, and as on a phone. */
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Router } from 'express';
import { strictRouter } from '../../http/strict-router.ts';
import { TOP } from './guides.ts';

const FOLDER = join(TOP, 'gateway/docs/pictures');

/** The addresses by file name; one names the content, so a browser may keep it. */
const ADDRESSES: ReadonlyMap<string, string> = new Map(
  (existsSync(FOLDER) ? readdirSync(FOLDER) : [])
    .filter((name) => name.endsWith('.png'))
    .map((name) => {
      const hash = createHash('sha256')
        .update(readFileSync(join(FOLDER, name)))
        .digest('hex');
      return [name, `/assets/${hash.slice(0, 16)}/${name}`];
    }),
);

/** @param source as a guide names it, e.g. `pictures/overview.png`. What is not there is told in words. */
export function GuidePicture({ alt, source }: { readonly source: string; readonly alt: string }) {
  const name = source.replace(/^pictures\//, '');
  const address = (view: string) => ADDRESSES.get(name.replace(/\.png$/, `${view}.png`));
  if (address('') === undefined) return <em>{alt}</em>;
  return (
    <picture>
      {PHONE_AND_DARK.map(([view, media]) =>
        address(view) === undefined ? null : <source key={view} media={media} srcset={address(view)} />,
      )}
      <img class="guide-picture" src={address('')} alt={alt} loading="lazy" />
    </picture>
  );
}

const PHONE_AND_DARK: readonly (readonly [view: string, media: string])[] = [
  ['-phone', '(max-width: 40rem)'],
  ['-dark', '(prefers-color-scheme: dark)'],
];

export function pictureRoutes(): Router {
  const router = strictRouter();
  for (const [name, address] of ADDRESSES) {
    router.get(address, (_request, response) => {
      response
        .set({
          'Cache-Control': 'public, max-age=31536000, immutable',
          'Cross-Origin-Resource-Policy': 'same-origin',
        })
        .type('image/png')
        .send(readFileSync(join(FOLDER, name)));
    });
  }
  return router;
}
