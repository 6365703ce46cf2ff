/** A browser reduced to what signing in needs: redirects, cookies, one form. */
import * as openid from 'openid-client';
import { Secret, TOTP } from 'otpauth';
import { signInKey } from '../../../gateway/cli/client/http-client-key.ts';

/** What a flow needs of its surroundings. */
export interface Site {
  readonly issuer: { readonly issuer: string };
  readonly clientKeys: Readonly<Record<string, object>>;
  readonly node: { readonly url: string };
  readonly redirectUri: string;
}

export interface SignedIn {
  ask(method: string, path: string): Promise<{ status: number; text: string }>;
}

/** What a person types. */
export interface Typed {
  readonly login: string;
  readonly password: string;
  readonly totpSecret: string;
  /** Instead of the right code of this moment. */
  readonly code?: string;
}

/** A cookie jar for one host. */
function browser() {
  const cookies = new Map<string, string>();
  return async (url: string, form?: Record<string, string>): Promise<Response> => {
    const response = await fetch(url, {
      method: form ? 'POST' : 'GET',
      redirect: 'manual',
      headers: { Cookie: [...cookies].map(([name, value]) => `${name}=${value}`).join('; ') },
      ...(form ? { body: new URLSearchParams(form) } : {}),
    });
    for (const cookie of response.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(cookie) ?? [];
      cookies.set(name, value);
    }
    return response;
  };
}

/** Follows redirects until one leads to `until`, or an answer is none. */
async function follow(
  visit: ReturnType<typeof browser>,
  url: string,
  until: string,
): Promise<{ url: string; response: Response }> {
  let at = url;
  let response = await visit(at);
  while (response.status >= 300 && response.status < 400) {
    at = new URL(response.headers.get('location') ?? '', at).href;
    if (at.startsWith(until)) break;
    response = await visit(at);
  }
  return { url: at, response };
}

/** Opens the page and posts the form. `landed` is where the issuer sent the browser; the page itself if it refused. */
export async function typeIn(site: Site, authorizationUrl: string, typed: Typed) {
  const visit = browser();
  const page = await follow(visit, authorizationUrl, site.redirectUri);
  const totp = new TOTP({ secret: Secret.fromBase32(typed.totpSecret) });
  const form = { login: typed.login, password: typed.password, code: typed.code ?? totp.generate() };
  const answer = await visit(page.url, form);
  if (answer.status >= 400) return { status: answer.status, text: await answer.text(), landed: page.url };
  const next = new URL(answer.headers.get('location') ?? '', page.url).href;
  const { url } = await follow(visit, next, site.redirectUri);
  return { status: answer.status, text: '', landed: url };
}

/** The console's client, ready for an authorization code flow with PKCE. */
export async function prepareFlow(site: Site) {
  const key = await signInKey({ ...site.clientKeys.console });
  const config = await openid.discovery(
    new URL(site.issuer.issuer),
    'console',
    {},
    openid.PrivateKeyJwt(key),
    {
      execute: [openid.allowInsecureRequests],
    },
  );
  const verifier = openid.randomPKCECodeVerifier();
  const url = openid.buildAuthorizationUrl(config, {
    redirect_uri: site.redirectUri,
    scope: 'openid alpr.admin',
    resource: site.node.url,
    code_challenge: await openid.calculatePKCECodeChallenge(verifier),
    code_challenge_method: 'S256',
    state: 'state-of-the-test',
  });
  return { config, verifier, url: url.href };
}

export async function signInAtIssuer(site: Site, typed: Typed): Promise<SignedIn> {
  const { config, verifier, url } = await prepareFlow(site);
  const { landed } = await typeIn(site, url, typed);
  const DPoP = openid.getDPoPHandle(config, await openid.randomDPoPKeyPair('ES256'));
  const tokens = await openid.authorizationCodeGrant(
    config,
    new URL(landed),
    { pkceCodeVerifier: verifier, expectedState: 'state-of-the-test' },
    { resource: site.node.url },
    { DPoP },
  );
  return {
    ask: async (method, path) => {
      const target = new URL(path, site.node.url);
      const response = await openid.fetchProtectedResource(
        config,
        tokens.access_token,
        target,
        method,
        null,
        undefined,
        { DPoP },
      );
      return { status: response.status, text: await response.text() };
    },
  };
}
