/** Tells the public the same as JSON, as CSV table by table, and as a feed; anyone may ask. */
import { createHash } from 'node:crypto';
import type { Request, Response } from 'express';
import { type Answer, json, type Route, route } from '../../http/routes/route.ts';
import { csvRow } from '../audit-search/csv-row.ts';
import { PUBLIC_TABLES, TABLE_NAMES } from './public-tables.ts';
import type { TellPublic } from './read-transparency.ts';
import { transparency } from './transparency.schema.ts';
import { transparencyFeed } from './transparency-feed.ts';

export interface TransparencyRoutesDeps {
  readonly tell: TellPublic;
  /** The address under which the gateway is reached. */
  readonly publicUrl: string;
}

const UNCHANGED: Answer = { what: 'It is as `If-None-Match` names it.', content: {}, headers: ['ETag'] };

const told = route(
  {
    method: 'get',
    path: '/transparency.json',
    id: 'readTransparency',
    summary:
      'With whom plates are shared, who is refused, how queries were answered, and how it is overseen: in numbers of ' +
      'which none from 1 to 4 is told.',
    answers: {
      200: json('A minute old at most, beside what was counted last.', transparency, 'ETag'),
      304: UNCHANGED,
    },
  },
  async (request, response, { tell }: TransparencyRoutesDeps) => {
    sendKept(request, response, 'application/json', JSON.stringify(await tell()));
  },
);

const table = route(
  {
    method: 'get',
    path: '/transparency/{table}.csv',
    choices: { table: TABLE_NAMES },
    id: 'readTransparencyTable',
    summary: 'One table of it as CSV (RFC 4180), which no spreadsheet takes for formulas.',
    answers: {
      200: {
        what: 'Its first row names the columns.',
        content: { 'text/csv': null },
        headers: ['ETag', 'Content-Disposition'],
      },
      304: { ...UNCHANGED, headers: ['ETag', 'Content-Disposition'] },
    },
  },
  async (request, response, { tell }: TransparencyRoutesDeps) => {
    const name = request.params.table;
    const { columns, rows } = PUBLIC_TABLES[name];
    const text = [columns, ...rows(await tell())].map(csvRow).join('');
    response.set('Content-Disposition', `attachment; filename="transparency-${name}.csv"`);
    sendKept(request, response, 'text/csv', text);
  },
);

const feed = route(
  {
    method: 'get',
    path: '/transparency.atom',
    id: 'readTransparencyFeed',
    summary: 'Grants, revocations and halts as a feed (Atom, RFC 4287), the newest first.',
    answers: {
      200: {
        what: 'At most 50 entries; each has a name of its own, which stays.',
        content: { 'application/atom+xml': null },
        headers: ['ETag', 'Last-Modified'],
      },
      304: { ...UNCHANGED, headers: ['ETag', 'Last-Modified'] },
    },
  },
  async (request, response, { publicUrl, tell }: TransparencyRoutesDeps) => {
    const { text, updated } = transparencyFeed(await tell(), publicUrl);
    response.set('Last-Modified', updated.toUTCString());
    sendKept(request, response, 'application/atom+xml', text);
  },
);

export const TRANSPARENCY_ROUTES: readonly Route<TransparencyRoutesDeps>[] = [told, table, feed];

/** Sends nothing to anyone who has it already, even through a cache told to ask (RFC 9110 §13.1.2). */
function sendKept(request: Request, response: Response, type: string, text: string): void {
  const tag = `"${createHash('sha256').update(text).digest('base64url').slice(0, 22)}"`;
  const known = request.get('If-None-Match')?.split(',') ?? [];
  response.set({ 'Cache-Control': 'public, max-age=60', ETag: tag });
  if (known.some((one) => one.trim().replace(/^W\//, '') === tag)) response.status(304).end();
  else response.type(`${type}; charset=utf-8`).send(text);
}
