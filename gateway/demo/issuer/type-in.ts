/** Replaces a browser for the demo's issuer: follows redirects, keeps cookies, sends one form. */
import { Secret, TOTP } from 'otpauth';

/** The texts that a person types, and the secret of their authenticator. */
export interface Typed {
  readonly login: string;
  readonly password: string;
  readonly totpSecret: string;
}

/** Milliseconds that a one-time code lasts. */
const STEP = 30_000;

/**
 * Signs in with the code that the person's authenticator shows.
 * @param stepsAgo which one-time code to use: each counts once, and the one before is still valid
 * @throws Error if the issuer refuses
 */
export async function typeIn(address: string, typed: Typed, stepsAgo = 0): Promise<void> {
  const { login, password, totpSecret } = typed;
  const timestamp = Date.now() - stepsAgo * STEP;
  const code = new TOTP({ secret: Secret.fromBase32(totpSecret) }).generate({ timestamp });
  await typeCode(address, { login, password, code });
}

/**
 * Opens the address, types into the page, and follows to where the issuer sends the browser.
 * @throws Error if the issuer refuses
 */
export async function typeCode(
  address: string,
  { login, password, code }: { readonly login: string; readonly password: string; readonly code: string },
): Promise<void> {
  const cookies = new Map<string, string>();
  const visit = async (url: string, form?: Record<string, string>): Promise<Response> => {
    const response = await fetch(url, {
      redirect: 'manual',
      headers: { Cookie: [...cookies].map(([name, value]) => `${name}=${value}`).join('; ') },
      ...(form === undefined ? {} : { method: 'POST', body: new URLSearchParams(form) }),
    });
    for (const cookie of response.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(cookie) ?? [];
      cookies.set(name, value);
    }
    return response;
  };
  const follow = async (url: string, form?: Record<string, string>) => {
    let [at, response] = [url, await visit(url, form)];
    while (response.status >= 300 && response.status < 400) {
      at = new URL(response.headers.get('location') ?? '', at).href;
      response = await visit(at);
    }
    if (!response.ok) throw new Error(`the issuer refused the sign-in of \`${login}\` (${response.status})`);
    return { at, text: await response.text() };
  };
  let page = await follow(address);
  // A device's code is sent first, and then shown for comparison.
  for (let form = hiddenForm(page.text); form !== null; form = hiddenForm(page.text)) {
    page = await follow(new URL(form.action, page.at).href, form.fields);
  }
  const end = await follow(page.at, { login, password, code });
  if (new URL(end.at).pathname.startsWith('/interaction/')) {
    throw new Error(`the issuer asks \`${login}\` for more than a sign-in`);
  }
}

/** Returns a form that only needs to be sent on, or null. */
function hiddenForm(page: string): { action: string; fields: Record<string, string> } | null {
  const action = /<form[^>]*action="([^"]+)"/.exec(page)?.[1];
  const inputs = page.matchAll(/<input type="hidden" name="([^"]+)" value="([^"]*)"/g);
  const fields = Object.fromEntries([...inputs].map(([, name, value]) => [name, value]));
  return action === undefined || !Object.hasOwn(fields, 'xsrf') ? null : { action, fields };
}
