/** The cookies of the pages (RFC 6265bis): one for the session, another for a sign-in that is under way beside it. */
import type { IncomingMessage } from 'node:http';
import type { Response } from 'express';
import type { OwnAddress } from './own-address.ts';

/** The attributes; a browser keeps it until it is closed, and the session ends on the server. */
const ATTRIBUTES = 'Path=/; HttpOnly; SameSite=Lax';

export interface SessionCookie {
  read(request: Pick<IncomingMessage, 'headers' | 'socket'>): string | null;
  set(response: Response, value: string): void;
  clear(response: Response): void;
}

/**
 * Makes the cookie. Over https its name has the prefix `__Host-`, so that no other host of the domain can set
 * it. Browsers refuse the prefix over plain http, which is allowed on loopback only.
 * @param base name without the prefix
 */
export function sessionCookie(own: OwnAddress, base = 'session'): SessionCookie {
  const isSecure = (request: Pick<IncomingMessage, 'socket'>) => own(request).startsWith('https:');
  const nameFor = (request: Pick<IncomingMessage, 'socket'>) => (isSecure(request) ? `__Host-${base}` : base);
  const set = (response: Response, value: string, more = '') => {
    const attributes = isSecure(response.req) ? `${ATTRIBUTES}; Secure` : ATTRIBUTES;
    response.append('Set-Cookie', `${nameFor(response.req)}=${value}; ${attributes}${more}`);
  };
  return {
    // Two of one name: a neighbor's, planted for a path or a domain. Neither is believed.
    read: (request) => {
      const name = nameFor(request);
      const given = (request.headers.cookie ?? '')
        .split(';')
        .map((one) => one.trim())
        .filter((one) => one.startsWith(`${name}=`));
      return given.length === 1 ? (given[0] as string).slice(name.length + 1) : null;
    },
    set,
    clear: (response) => set(response, '', '; Max-Age=0'),
  };
}
