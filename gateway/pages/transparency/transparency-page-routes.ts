/** Serves `GET /transparency`: the page for everybody. */
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import type { Request, Response } from 'express';
import { GatewayError } from '../../faults/errors.ts';
import { file, type Route, route } from '../../http/routes/route.ts';
import type { TellPublic } from '../../oversight/transparency/read-transparency.ts';
import type { Transparency } from '../../oversight/transparency/transparency.schema.ts';
import { preparePage, renderPage, sendPage } from '../layout/send-page.ts';
import { pageOfFault } from '../serve/fault-pages.tsx';
import { countyShapes } from './county-shapes.ts';
import { NothingToTell, TransparencyPage } from './transparency-page.tsx';

export interface TransparencyPageDeps {
  readonly tell: TellPublic;
  readonly log: { error(fields: object, message: string): void };
}

const HEADERS = ['Permissions-Policy', 'Vary', 'Content-Encoding'];

export const TRANSPARENCY_PAGE_ROUTES: readonly Route<TransparencyPageDeps>[] = [
  route(
    {
      method: 'get',
      path: '/transparency',
      id: 'readTransparencyPage',
      summary: 'Who can see license-plate reads, and what for: a page for everybody.',
      answers: {
        200: { ...file('A page.', 'text/html'), headers: HEADERS },
        503: { ...file('A page that says why there is none.', 'text/html'), headers: HEADERS },
      },
    },
    async (request, response, { log, tell }: TransparencyPageDeps) => {
      let told: Transparency;
      try {
        told = await tell();
      } catch (error) {
        return sendFault(request, response, error, log);
      }
      const { plain, zipped } = await rendered(told);
      const zips = request.acceptsEncodings('gzip') === 'gzip';
      response.set({ 'Cache-Control': 'public, max-age=60', Vary: 'Accept-Encoding' });
      if (zips) response.set('Content-Encoding', 'gzip');
      preparePage(response).send(zips ? zipped : plain);
    },
  ),
];

interface Rendered {
  readonly plain: string;
  readonly zipped: Buffer;
}

const zip = promisify(gzip);
/** The page, rendered once for all who are told the same. */
const kept = new WeakMap<Transparency, Promise<Rendered>>();

function rendered(told: Transparency): Promise<Rendered> {
  const known = kept.get(told);
  if (known !== undefined) return known;
  const made = render(told);
  kept.set(told, made);
  return made;
}

/** Compresses it too: it holds no secret (BREACH). */
async function render(told: Transparency): Promise<Rendered> {
  const plain = renderPage(TransparencyPage({ told, counties: await countyShapes() }));
  return { plain, zipped: await zip(plain) };
}

/** Sends a page all the same, which says that it shows nothing, and why. */
function sendFault(
  request: Request,
  response: Response,
  error: unknown,
  log: TransparencyPageDeps['log'],
): void {
  if (!(error instanceof GatewayError)) {
    const { page, status } = pageOfFault(error, request, log);
    sendPage(response, page, status);
    return;
  }
  const { headers, message, status } = error;
  sendPage(response.set(headers), NothingToTell({ at: request.path, why: message }), status);
}
