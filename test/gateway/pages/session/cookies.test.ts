/** The one cookie of the pages: no script reads it, and no other host of the domain sets it. */
import type { ServerResponse } from 'node:http';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Response } from 'express';
import { sessionCookie } from '../../../../gateway/pages/session/cookies.ts';
import { type Served, serveOnLoopback } from '../../../setup/serve-on-loopback.ts';

/** Sets it, or says what it read, on a server that browsers reach by this address. */
async function serve(own: string): Promise<Served> {
  const cookie = sessionCookie(() => own);
  return serveOnLoopback((request, response) => {
    if (request.url === '/read') return void response.end(JSON.stringify(cookie.read(request)));
    // As express's own: it appends one header, and knows its request.
    const append = (name: string, value: string) => response.setHeader(name, value);
    const answer = Object.assign(response as ServerResponse, { append, req: request }) as unknown as Response;
    if (request.url === '/clear') cookie.clear(answer);
    else cookie.set(answer, 'made-here');
    response.end();
  });
}

describe.each([
  ['over https', 'https://alpr.example.gov', '__Host-session', '; Secure'],
  ['on loopback', 'http://127.0.0.1:8080', 'session', ''],
])('the cookie of a session, %s', (_, own, name, secure) => {
  let served: Served;
  beforeAll(async () => {
    served = await serve(own);
  });
  afterAll(() => served.close());
  const setBy = async (path: string) => (await fetch(served.url + path)).headers.getSetCookie();
  const read = async (cookies: string) =>
    (await fetch(`${served.url}/read`, { headers: { Cookie: cookies } })).json();

  test('is for this host alone, for no script, and for no form of another site', async () => {
    expect(await setBy('/set')).toEqual([`${name}=made-here; Path=/; HttpOnly; SameSite=Lax${secure}`]);
    expect(await setBy('/clear')).toEqual([`${name}=; Path=/; HttpOnly; SameSite=Lax${secure}; Max-Age=0`]);
  });

  test('is believed under its own name, once', async () => {
    expect(await read(`a=b; ${name}=made-here`)).toBe('made-here');
    // A neighbor's, for the whole domain or for a path.
    expect(await read(`${name}=made-here; ${name}=planted`)).toBeNull();
    const others = ['session', '__Host-session', '__host-session', 'Session', `${name}2`];
    for (const other of others.filter((one) => one !== name)) {
      expect([other, await read(`${other}=planted`)]).toEqual([other, null]);
    }
  });
});
