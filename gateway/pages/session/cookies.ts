/** The one cookie of the pages (RFC 6265bis): for the session, and before it for the sign-in that is under way. */
import type { Request, Response } from 'express';

/** Kept by the browser until it is closed; the session ends on the server. */
const ATTRIBUTES = 'Path=/; HttpOnly; SameSite=Lax';

export interface SessionCookie {
  read(request: Request): string | null;
  set(response: Response, value: string): void;
  clear(response: Response): void;
}

/**
 * Over https the name has the prefix `__Host-`, so that no other host of the domain can set it. Browsers refuse the
 * prefix over plain http, which is allowed on loopback only.
 */
export function sessionCookie(publicUrl: string): SessionCookie {
  const isSecure = new URL(publicUrl).protocol === 'https:';
  const name = isSecure ? '__Host-session' : 'session';
  const attributes = isSecure ? `${ATTRIBUTES}; Secure` : ATTRIBUTES;
  const set = (response: Response, value: string, more = '') =>
    void response.append('Set-Cookie', `${name}=${value}; ${attributes}${more}`);
  return {
    // Two of one name: a neighbor's, planted for a path or a domain. Neither is believed.
    read: (request) => {
      const given = (request.get('Cookie') ?? '')
        .split(';')
        .map((one) => one.trim())
        .filter((one) => one.startsWith(`${name}=`));
      return given.length === 1 ? (given[0] as string).slice(name.length + 1) : null;
    },
    set,
    clear: (response) => set(response, '', '; Max-Age=0'),
  };
}
